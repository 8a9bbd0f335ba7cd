using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ContainerPolicy;

/// <summary>A flow as the container sees it, the same for both directions. IPv4 addresses are mapped ones (::ffff:a.b.c.d).</summary>
public struct FlowKey
{
    /// <summary>The flow of a packet.</summary>
    public FlowKey(in PacketFacts packet, bool toContainer)
    {
        Container = toContainer ? packet.Destination : packet.Source;
        Peer = toContainer ? packet.Source : packet.Destination;
        ContainerPort = toContainer ? packet.DestinationPort : packet.SourcePort;
        PeerPort = toContainer ? packet.SourcePort : packet.DestinationPort;
        Protocol = packet.Protocol;

        // An echo's two directions have one identifier, and rules about it no port.
        if (packet.Protocol is (uint)IpProtocol.Icmp or (uint)IpProtocol.Icmpv6)
            PeerPort = 0;
    }

    public Ipv6Address Container;
    public Ipv6Address Peer;

    /// <summary>A port, or the identifier of echo messages.</summary>
    public ushort ContainerPort;
    public ushort PeerPort;
    public uint Protocol;
}
