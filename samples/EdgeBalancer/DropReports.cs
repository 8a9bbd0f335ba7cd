using System.Collections.Generic;

namespace EdgeBalancer;

/// <summary>Drops that the balancer has told of.</summary>
internal sealed class DropReports(EdgeObject edge)
{
    private const int Shown = 5;

    /// <summary>How many it has told.</summary>
    public long Total { get; private set; }

    /// <summary>The last ones.</summary>
    public Queue<DropEvent> Last { get; } = new();

    /// <summary>Takes what there is.</summary>
    public void Read() => edge.Drops.ReadAvailable((in DropEvent told) =>
    {
        Total++;
        Last.Enqueue(told);
        if (Last.Count > Shown)
            Last.Dequeue();
    });
}
