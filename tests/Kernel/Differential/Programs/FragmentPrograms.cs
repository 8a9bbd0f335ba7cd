namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Packets in several buffers.</summary>
public static partial class FragmentPrograms
{
    public const int Far = 6_000;

    private static readonly ArrayMap<long> Answers = new(maxEntries: 10);

    private static ulong s_large;
    private static ulong s_matches;

    [XdpProgram(Fragments = true)]
    public static XdpAction Reach(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int a = (int)o.A, b = (int)o.B;
        Answers[0] = ctx.TotalLength();
        Answers[1] = ctx.Length;
        Answers[2] = ctx.TryLoad((uint)a, out long loaded) ? 1 : 0;
        Answers[3] = loaded;
        Answers[4] = ctx.TryStore((uint)b, in loaded) ? 1 : 0;
        Answers[5] = ctx.AdjustTail(a) ? 1 : 0;
        Answers[6] = ctx.TotalLength();
        Answers[7] = ctx.AdjustHead(b) ? 1 : 0;
        Answers[8] = ctx.TotalLength();
        Answers[9] = ctx.Length;
        return XdpAction.Pass;
    }

    /// <summary>Looks at a byte that lies in a fragment.</summary>
    [XdpProgram(Fragments = true)]
    public static XdpAction Count(XdpContext ctx)
    {
        if (ctx.TotalLength() <= Far)
            return XdpAction.Pass;
        if (ctx.Length < Far)
            s_large++;
        if (ctx.TryLoad(Far, out byte value) && value == 0x5a)
            s_matches++;
        return XdpAction.Pass;
    }
}
