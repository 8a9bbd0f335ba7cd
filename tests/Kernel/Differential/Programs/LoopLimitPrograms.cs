namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Loops that don't end: the kernel ends them, and .NET would not.</summary>
public static partial class LoopLimitPrograms
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Endless(XdpContext ctx)
    {
        uint odd = (uint)ctx.Length | 1;
        do
            odd *= 3;
        while (odd != 0);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Long(XdpContext ctx)
    {
        int rounds = 0;
        for (uint left = (uint)ctx.Length * 100_000; left != 0; left--)
            rounds++;
        return rounds == ctx.Length * 100_000 ? XdpAction.Pass : XdpAction.Aborted;
    }
}
