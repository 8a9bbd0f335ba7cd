namespace FlowMonitor;

/// <summary>What is counted apart from flows.</summary>
public enum Tally : uint
{
    /// <summary>Everything that XDP has seen.</summary>
    SeenByXdp,

    /// <summary>Everything that tc has seen.</summary>
    Ingress,
    Egress,
    DroppedByXdp,
    DroppedOnIngress,
    DroppedOnEgress,

    /// <summary>Packets whose flow found no room in the epoch's map: counted, with no flow's name.</summary>
    WithoutFlow,

    /// <summary>Events for user space.</summary>
    Produced,

    /// <summary>Of those, the ones that a buffer had no room for.</summary>
    Lost,
    Count,
}
