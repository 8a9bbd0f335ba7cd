using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>The fragments of one packet (RFC 791, RFC 8200 4.5).</summary>
[BpfFunction]
public struct FragmentKey
{
    /// <summary>The packet that a fragment belongs to.</summary>
    public FragmentKey(in PacketFacts packet)
    {
        Source = packet.Source;
        Destination = packet.Destination;
        Identification = packet.Identification;
        Protocol = packet.IsV6 ? 0 : packet.Protocol;
    }

    public Ipv6Address Source;
    public Ipv6Address Destination;
    public uint Identification;

    /// <summary>IPv4 numbers packets for each protocol by itself, IPv6 does not.</summary>
    public uint Protocol;
}
