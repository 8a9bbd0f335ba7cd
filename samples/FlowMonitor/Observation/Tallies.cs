using System.Collections.Generic;
using System.Linq;

namespace FlowMonitor.Observation;

/// <summary>What the kernel has counted apart from flows, of all CPUs.</summary>
public sealed class Tallies
{
    private readonly TallyCounter[] _counters;

    private Tallies(TallyCounter[] counters) => _counters = counters;

    public TallyCounter this[Tally tally] => _counters[(int)tally];

    public static Tallies Read(IMonitor monitor) => new([.. Enumerable.Range(0, (int)Tally.Count).Select(i => Sum(monitor.Tallies[(uint)i]))]);

    public static Tallies operator -(Tallies later, Tallies earlier) => new(
        [.. later._counters.Zip(earlier._counters, static (l, e) => new TallyCounter { Packets = l.Packets - e.Packets, Bytes = l.Bytes - e.Bytes })]);

    private static TallyCounter Sum(IEnumerable<TallyCounter> perCpu) => perCpu.Aggregate(
        default(TallyCounter), static (sum, cpu) => new TallyCounter { Packets = sum.Packets + cpu.Packets, Bytes = sum.Bytes + cpu.Bytes });
}
