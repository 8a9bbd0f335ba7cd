namespace BpfSharp.Samples.Flows;

/// <summary>How a packet is judged.</summary>
public enum PacketKind : uint
{
    /// <summary>Belongs to no protocol that rules can name: dropped.</summary>
    Foreign,

    /// <summary>ARP, neighbour discovery, multicast listener reports: the link would not work without.</summary>
    Link,

    /// <summary>Of a flow: by its state, or by the rules.</summary>
    Flow,

    /// <summary>An ICMP error about a packet of a flow: passes if the flow is known.</summary>
    Error,

    /// <summary>A later fragment: as the first one of the packet.</summary>
    LaterFragment,
}
