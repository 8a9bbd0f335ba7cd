using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>Expected against witnessed, packet by packet. Safe to use from any thread.</summary>
public sealed class FateLedger
{
    private readonly Lock _lock = new();
    private readonly List<FateRow> _rows = [];
    private readonly List<string> _problems = [];

    /// <summary>The flows in the order in which they were first heard of.</summary>
    public IReadOnlyList<FateRow> Rows
    {
        get
        {
            lock (_lock)
                return [.. _rows];
        }
    }

    /// <summary>What went wrong beside the fate of packets, such as a filter that is gone.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lock)
                return [.. _problems];
        }
    }

    public int Packets => Rows.Sum(static r => r.Packets);

    public int AsExpected => Rows.Sum(static r => r.AsExpected);

    public int Otherwise => Packets - AsExpected;

    /// <summary>Whether all that was to be shown has been shown.</summary>
    public bool Holds => Packets > 0 && Otherwise == 0 && Problems.Count == 0;

    /// <summary>Writes down packets of one fate.</summary>
    /// <param name="flow">Phase, way and meaning.</param>
    /// <param name="expected">What ought to become of each packet.</param>
    /// <param name="otherwise">What became of these; null: what was expected.</param>
    /// <param name="packets">How many.</param>
    public void Add(string flow, string expected, string? otherwise, int packets = 1)
    {
        lock (_lock)
        {
            int index = _rows.FindIndex(r => r.Flow == flow && r.Expected == expected);
            FateRow row = index < 0 ? new FateRow(flow, expected, 0, 0, null) : _rows[index];
            row = row with
            {
                Packets = row.Packets + packets,
                AsExpected = row.AsExpected + (otherwise is null ? packets : 0),
                FirstOtherwise = row.FirstOtherwise ?? otherwise,
            };
            if (index < 0)
                _rows.Add(row);
            else
                _rows[index] = row;
        }
    }

    /// <summary>Writes down that something beside a packet is not as it ought to be.</summary>
    public void Problem(string what)
    {
        lock (_lock)
            _problems.Add(what);
    }
}
