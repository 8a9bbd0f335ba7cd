using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Simulation.Run;

/// <summary>Counts faults by place.</summary>
internal sealed class FaultLedger
{
    private readonly Dictionary<FaultSite, ulong> _counts = [];

    public void Count(FaultSite site) => _counts[site] = _counts.GetValueOrDefault(site) + 1;

    public IReadOnlyList<FaultCount> Read() =>
    [
        .. _counts
            .Select(static c => new FaultCount(c.Key, c.Value))
            .OrderBy(static c => c.Site.Program, StringComparer.Ordinal)
            .ThenBy(static c => c.Site.File, StringComparer.Ordinal)
            .ThenBy(static c => c.Site.Line)
            .ThenBy(static c => c.Site.Kind),
    ];
}
