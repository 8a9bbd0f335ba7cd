using System.Collections.Generic;
using System.Linq;
using QuickStart.Traffic;

namespace QuickStart;

/// <summary>Expected against witnessed.</summary>
public sealed class FateReport(TrafficPlan plan, IReadOnlySet<uint> arrived)
{
    public int Packets { get; } = plan.All.Count();

    public int AsExpected { get; } = plan.All.Count(p => arrived.Contains(p.Id) == p.Arrives);

    public int Otherwise => Packets - AsExpected;

    /// <summary>One row for each stream of a phase.</summary>
    public IEnumerable<FateRow> Rows =>
        from phase in new[] { ("before", plan.Before), ("during", plan.During), ("after", plan.After) }
        from stream in phase.Item2.GroupBy(static p => (p.Direction, p.Source, p.Destination, p.Port, p.Arrives))
        select new FateRow(
            phase.Item1,
            stream.Key.Direction,
            $"{stream.Key.Source} -> {stream.Key.Destination}:{stream.Key.Port}",
            stream.Count(),
            stream.Count(p => arrived.Contains(p.Id)),
            stream.Key.Arrives);
}

/// <param name="Arrives">Whether the packets of this stream were to arrive.</param>
public sealed record FateRow(string Phase, Direction Direction, string Flow, int Sent, int Arrived, bool Arrives)
{
    public bool AsExpected => Arrived == (Arrives ? Sent : 0);
}
