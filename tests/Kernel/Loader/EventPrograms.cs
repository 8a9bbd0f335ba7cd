namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Writers of rings, which count what did not fit.</summary>
public static partial class EventPrograms
{
    public const uint Rounds = Bpf.MaxLoopRounds;

    private static readonly RingBufferMap<Sample> Ring = new(byteSize: 1 << 16);
    private static readonly PerfEventArrayMap<Sample> Reports = new();

    private static ulong s_written;
    private static ulong s_failed;
    private static ulong s_spun;

    public struct Sample
    {
        public ulong Number;
        public ulong Kind;
    }

    [XdpProgram]
    public static XdpAction Write(XdpContext ctx)
    {
        if (Ring.TryWrite(new Sample { Number = s_written, Kind = 1 }))
            s_written++;
        else
            s_failed++;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Report(XdpContext ctx)
    {
        if (Reports.TryWrite(ctx, new Sample { Number = s_written, Kind = 2 }, 20))
            s_written++;
        else
            s_failed++;
        return XdpAction.Pass;
    }

    /// <summary>A finished record, then one that stays reserved for a while, then a finished one behind it.</summary>
    [XdpProgram]
    public static XdpAction Slow(XdpContext ctx)
    {
        Ring.TryWrite(new Sample { Number = 1, Kind = 3 });
        using RingBufferReservation<Sample> sample = Ring.Reserve();
        if (sample.IsAbsent)
            return XdpAction.Drop;
        Ring.TryWrite(new Sample { Number = 3, Kind = 3 });
        ulong turns = 0;
        for (int i = 0; i < 30; i++)
            Bpf.Loop(Rounds, ref turns, static (uint round, ref ulong sum) => sum += round & 3);
        s_spun = turns;
        sample.Record.Number = 2;
        sample.Record.Kind = 3;
        sample.Submit();
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Discard(XdpContext ctx)
    {
        using RingBufferReservation<Sample> sample = Ring.Reserve();
        return sample.IsAbsent ? XdpAction.Drop : XdpAction.Pass;
    }
}
