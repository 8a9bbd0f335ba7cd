using System.Threading;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Members of a chain: each counts and returns what it was told to.</summary>
public static partial class ChainPrograms
{
    private static readonly LoadConstant<uint> Verdict = (uint)XdpAction.Pass;

    private static readonly HashMap<uint, ulong> Lengths = new(maxEntries: 64);

    private static ulong s_runs;
    private static ulong s_rounds;

    [XdpProgram]
    public static XdpAction Count(XdpContext ctx)
    {
        Interlocked.Increment(ref s_runs);
        return (XdpAction)(uint)Verdict;
    }

    /// <summary>With a callback, a map and a header: what a program that has been moved behind another function must still find.</summary>
    [XdpProgram]
    public static XdpAction Study(XdpContext ctx)
    {
        Interlocked.Increment(ref s_runs);
        ulong rounds = 0;
        Bpf.Loop(10, ref rounds, static (uint round, ref ulong sum) => sum += round);
        Interlocked.Add(ref s_rounds, rounds);
        ref readonly EthernetHeader ethernet = ref ctx.Packet.Header<EthernetHeader>(0);
        if (ethernet.EtherType == EtherType.IPv4)
            Lengths.Set((uint)ctx.Length, rounds);
        return (XdpAction)(uint)Verdict;
    }

    [XdpProgram(Fragments = true)]
    public static XdpAction Fragments(XdpContext ctx)
    {
        Interlocked.Increment(ref s_runs);
        return (XdpAction)(uint)Verdict;
    }
}
