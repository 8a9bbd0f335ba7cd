using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>What the headers of a packet say. IPv4 addresses are mapped ones (::ffff:a.b.c.d).</summary>
public struct PacketFacts
{
    /// <summary>Who sent it; of an ICMP error, who sent the packet that it is about.</summary>
    public Ipv6Address Source;
    public Ipv6Address Destination;

    /// <summary>A port; of echo messages both are the identifier.</summary>
    public ushort SourcePort;
    public ushort DestinationPort;
    public uint Protocol;

    /// <summary>The number that the fragments of a packet have in common; 0 where it is none.</summary>
    public uint Identification;

    /// <summary>Where the transport header is, in bytes from the packet's start; of an ICMP error, that of the inner packet.</summary>
    public int TransportOffset;

    /// <summary>Of an ICMP error: where the ICMP header is.</summary>
    public int ErrorOffset;

    /// <summary>Whether more fragments of the packet follow: they are to share its fate.</summary>
    public bool IsFirstFragment;
    public bool IsV6;
    public TcpFlags TcpFlags;
}
