namespace FlowMonitor;

/// <summary>What of a flow is counted.</summary>
public enum FlowPart : byte
{
    /// <summary>Its packets.</summary>
    Packets,

    /// <summary>ICMP errors about its packets.</summary>
    Errors,

    /// <summary>Address resolution and neighbour discovery.</summary>
    Link,

    /// <summary>Packets that are neither IPv4 nor IPv6.</summary>
    Foreign,
}
