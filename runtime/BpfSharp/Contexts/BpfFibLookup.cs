using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>A question to the routing tables and its answer, in one structure (<c>struct bpf_fib_lookup</c>): <see cref="PacketContext.LookupRoute"/> overwrites fields of the question.</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteCount)]
[BpfFunction]
public struct BpfFibLookup
{
    internal const int ByteCount = 64;
    internal const byte InterNetwork = 2; // AF_INET
    internal const byte InterNetworkV6 = 10; // AF_INET6

    /// <summary>In: transport protocol, for routing rules that ask for it.</summary>
    [FieldOffset(1)]
    public IpProtocol Protocol;

    /// <summary>In: source port, for routing rules that ask for it.</summary>
    [FieldOffset(2)]
    public BigEndianUInt16 SourcePort;

    /// <summary>In: destination port, for routing rules that ask for it.</summary>
    [FieldOffset(4)]
    public BigEndianUInt16 DestinationPort;

    /// <summary>In: bytes of the IP packet, to be compared with the route's MTU; 0: not compared in XDP, in tc the packet's own length.</summary>
    [FieldOffset(6)]
    public ushort TotalLength;

    /// <summary>Out: the route's MTU in bytes, where it was asked for or is too small (Linux 5.12).</summary>
    [FieldOffset(6)]
    public ushort Mtu;

    /// <summary>In: index of the interface that the packet came in by, or with <see cref="FibLookupFlags.Output"/> goes out by. Out: index of the interface that it goes out by.</summary>
    [FieldOffset(8)]
    public uint IfIndex;

    /// <summary>In, IPv4: type of service.</summary>
    [FieldOffset(12)]
    public byte TypeOfService;

    /// <summary>In, IPv6: traffic class and flow label, the first word of the header without its version.</summary>
    [FieldOffset(12)]
    public BigEndianUInt32 FlowInfo;

    /// <summary>Out: the route's metric.</summary>
    [FieldOffset(12)]
    public uint Metric;

    /// <summary>In: source address, IPv4. Out: with <see cref="FibLookupFlags.Source"/>, the one to use.</summary>
    [FieldOffset(16)]
    public Ipv4Address SourceIpv4;

    /// <summary>In: source address, IPv6. Out: with <see cref="FibLookupFlags.Source"/>, the one to use.</summary>
    [FieldOffset(16)]
    public Ipv6Address SourceIpv6;

    /// <summary>In: destination address, IPv4. Out: the neighbour's, where the route has a gateway.</summary>
    [FieldOffset(32)]
    public Ipv4Address DestinationIpv4;

    /// <summary>In: destination address, IPv6. Out: the neighbour's, where the route has a gateway.</summary>
    [FieldOffset(32)]
    public Ipv6Address DestinationIpv6;

    /// <summary>In: with <see cref="FibLookupFlags.TableId"/>, the routing table.</summary>
    [FieldOffset(48)]
    public uint TableId;

    /// <summary>In: with <see cref="FibLookupFlags.Mark"/>, the mark for routing rules.</summary>
    [FieldOffset(52)]
    public uint Mark;

    /// <summary>Out: link address of the interface that the packet goes out by.</summary>
    [FieldOffset(52)]
    public MacAddress SourceMac;

    /// <summary>Out: the neighbour's link address.</summary>
    [FieldOffset(58)]
    public MacAddress DestinationMac;

    [FieldOffset(0)]
    private byte _family;

    /// <summary>Whether the addresses are IPv6 ones. The answer to an IPv4 question may have an IPv6 neighbour.</summary>
    public readonly bool IsIpv6 => _family == InterNetworkV6;

    internal readonly byte Family => _family;

    /// <summary>A question for an IPv4 packet.</summary>
    /// <param name="ifIndex">Index of the interface that it came in by.</param>
    /// <param name="source">Its source.</param>
    /// <param name="destination">Its destination.</param>
    /// <returns>The question.</returns>
    public static BpfFibLookup Ipv4(uint ifIndex, Ipv4Address source, Ipv4Address destination)
    {
        BpfFibLookup lookup = default;
        lookup._family = InterNetwork;
        lookup.IfIndex = ifIndex;
        lookup.SourceIpv4 = source;
        lookup.DestinationIpv4 = destination;
        return lookup;
    }

    /// <summary>A question for an IPv6 packet.</summary>
    /// <param name="ifIndex">Index of the interface that it came in by.</param>
    /// <param name="source">Its source.</param>
    /// <param name="destination">Its destination.</param>
    /// <returns>The question.</returns>
    public static BpfFibLookup Ipv6(uint ifIndex, Ipv6Address source, Ipv6Address destination)
    {
        BpfFibLookup lookup = default;
        lookup._family = InterNetworkV6;
        lookup.IfIndex = ifIndex;
        lookup.SourceIpv6 = source;
        lookup.DestinationIpv6 = destination;
        return lookup;
    }

    internal void BecomeIpv6() => _family = InterNetworkV6;
}
