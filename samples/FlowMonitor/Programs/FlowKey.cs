using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace FlowMonitor;

/// <summary>What the packets of a flow have in common. IPv4 addresses are mapped ones.</summary>
public struct FlowKey
{
    /// <summary>The flow of a packet.</summary>
    public FlowKey(in PacketFacts packet, FlowDirection direction, FlowPart part)
    {
        Source = packet.Source;
        Destination = packet.Destination;
        SourcePort = packet.SourcePort;
        DestinationPort = packet.DestinationPort;
        Protocol = (ushort)packet.Protocol;
        Direction = direction;
        Part = part;
    }

    public Ipv6Address Source;
    public Ipv6Address Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
    public ushort Protocol;
    public FlowDirection Direction;
    public FlowPart Part;
}
