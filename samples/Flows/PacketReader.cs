using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>Reads the headers of IPv4 and IPv6 packets in tc and XDP. A packet too short for them faults.</summary>
public static class PacketReader
{
    private const int MostExtensions = 6;
    private const uint MoreFragments = 1;

    /// <summary>Reads what a packet is.</summary>
    /// <param name="ctx">The packet.</param>
    /// <param name="packet">What its headers say.</param>
    /// <returns>How to judge it.</returns>
    [BpfFunction]
    public static PacketKind Read(PacketContext ctx, ref PacketFacts packet) => ctx.Packet.Header<EthernetHeader>(0).EtherType switch
    {
        EtherType.Arp => PacketKind.Link,
        EtherType.IPv4 => ReadIpv4(ctx, ref packet),
        EtherType.IPv6 => ReadIpv6(ctx, ref packet),
        _ => PacketKind.Foreign,
    };

    private static PacketKind ReadIpv4(PacketContext ctx, ref PacketFacts packet)
    {
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        SetAddresses(ref packet, Mapped(ip.Source), Mapped(ip.Destination), (uint)ip.Protocol);
        packet.Identification = ip.Identification;
        packet.TransportOffset = EthernetHeader.Size + ip.HeaderLength;
        if (ip.FragmentOffset != 0)
            return PacketKind.LaterFragment;
        packet.IsFirstFragment = ip.MoreFragments;
        return ip.Protocol == IpProtocol.Icmp ? ReadIcmp(ctx, ref packet) : ReadTransport(ctx, ref packet);
    }

    private static PacketKind ReadIpv6(PacketContext ctx, ref PacketFacts packet)
    {
        ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        packet.IsV6 = true;
        SetAddresses(ref packet, ip.Source, ip.Destination, (uint)ip.NextHeader);
        int offset = EthernetHeader.Size + Ipv6Header.Size;
        for (int i = 0; i < MostExtensions && IsExtension(packet.Protocol); i++)
        {
            ref readonly Ipv6Extension extension = ref ctx.Packet.Header<Ipv6Extension>(offset);
            if (packet.Protocol == (uint)IpProtocol.Fragment)
            {
                packet.Identification = extension.Identification;
                if (extension.FragmentOffset >> 3 != 0)
                {
                    packet.Protocol = extension.NextHeader;
                    return PacketKind.LaterFragment;
                }

                packet.IsFirstFragment = (extension.FragmentOffset & MoreFragments) != 0;
                offset += 8;
            }
            else
            {
                offset += (extension.Length + 1) * 8;
            }

            packet.Protocol = extension.NextHeader;
        }

        packet.TransportOffset = offset;
        return packet.Protocol == (uint)IpProtocol.Icmpv6 ? ReadIcmpv6(ctx, ref packet) : ReadTransport(ctx, ref packet);
    }

    private static PacketKind ReadTransport(PacketContext ctx, ref PacketFacts packet)
    {
        if (packet.Protocol == (uint)IpProtocol.Tcp)
        {
            ref readonly TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(packet.TransportOffset);
            packet.TcpFlags = tcp.Flags;
            SetPorts(ref packet, tcp.SourcePort, tcp.DestinationPort);
        }
        else if (HasPorts(packet.Protocol))
        {
            ref readonly TransportPorts ports = ref ctx.Packet.Header<TransportPorts>(packet.TransportOffset);
            SetPorts(ref packet, ports.Source, ports.Destination);
        }

        return PacketKind.Flow;
    }

    private static PacketKind ReadIcmp(PacketContext ctx, ref PacketFacts packet)
    {
        int offset = packet.TransportOffset;
        ref readonly IcmpHeader icmp = ref ctx.Packet.Header<IcmpHeader>(offset);
        if (icmp.Type is IcmpType.DestinationUnreachable or IcmpType.TimeExceeded or IcmpType.ParameterProblem)
        {
            ref readonly Ipv4Header inner = ref ctx.Packet.Header<Ipv4Header>(offset + IcmpHeader.Size);
            SetAddresses(ref packet, Mapped(inner.Source), Mapped(inner.Destination), (uint)inner.Protocol);
            packet.ErrorOffset = offset;
            packet.TransportOffset = offset + IcmpHeader.Size + inner.HeaderLength;
            return ReadInner(ctx, ref packet);
        }

        if (icmp.Type is IcmpType.Echo or IcmpType.EchoReply)
            packet.SourcePort = packet.DestinationPort = icmp.Identifier;
        return PacketKind.Flow;
    }

    private static PacketKind ReadIcmpv6(PacketContext ctx, ref PacketFacts packet)
    {
        int offset = packet.TransportOffset;
        ref readonly Icmpv6Header icmp = ref ctx.Packet.Header<Icmpv6Header>(offset);
        if (icmp.Type is >= Icmpv6Type.MulticastListenerQuery and <= Icmpv6Type.Redirect or Icmpv6Type.MulticastListenerReportV2)
            return PacketKind.Link;
        if (icmp.Type is >= Icmpv6Type.DestinationUnreachable and <= Icmpv6Type.ParameterProblem)
        {
            ref readonly Ipv6Header inner = ref ctx.Packet.Header<Ipv6Header>(offset + Icmpv6Header.Size);
            SetAddresses(ref packet, inner.Source, inner.Destination, (uint)inner.NextHeader);
            packet.ErrorOffset = offset;
            packet.TransportOffset = offset + Icmpv6Header.Size + Ipv6Header.Size;
            return ReadInner(ctx, ref packet);
        }

        if (icmp.Type is Icmpv6Type.EchoRequest or Icmpv6Type.EchoReply)
            packet.SourcePort = packet.DestinationPort = icmp.Identifier;
        return PacketKind.Flow;
    }

    // An error holds at least the first 8 bytes of the packet that it is about: its ports, or an echo's identifier.
    private static PacketKind ReadInner(PacketContext ctx, ref PacketFacts packet)
    {
        if (packet.Protocol is (uint)IpProtocol.Icmp or (uint)IpProtocol.Icmpv6)
        {
            packet.SourcePort = packet.DestinationPort = ctx.Packet.Header<IcmpHeader>(packet.TransportOffset).Identifier;
        }
        else if (packet.Protocol == (uint)IpProtocol.Tcp || HasPorts(packet.Protocol))
        {
            ref readonly TransportPorts ports = ref ctx.Packet.Header<TransportPorts>(packet.TransportOffset);
            SetPorts(ref packet, ports.Source, ports.Destination);
        }

        return PacketKind.Error;
    }

    private static void SetAddresses(ref PacketFacts packet, Ipv6Address source, Ipv6Address destination, uint protocol)
    {
        packet.Source = source;
        packet.Destination = destination;
        packet.Protocol = protocol;
    }

    private static void SetPorts(ref PacketFacts packet, ushort source, ushort destination)
    {
        packet.SourcePort = source;
        packet.DestinationPort = destination;
    }

    /// <summary>An IPv4 address as ::ffff:a.b.c.d.</summary>
    [BpfFunction]
    public static Ipv6Address Mapped(Ipv4Address address) => Ipv6Address.FromWords(0, 0, 0xffff, address.HostOrder);

    /// <summary>Whether a protocol's header begins with two ports, TCP aside.</summary>
    [BpfFunction]
    public static bool HasPorts(uint protocol) =>
        protocol is (uint)IpProtocol.Udp or (uint)IpProtocol.UdpLite or (uint)IpProtocol.Sctp or (uint)IpProtocol.Dccp;

    private static bool IsExtension(uint protocol) =>
        protocol is (uint)IpProtocol.HopByHop or (uint)IpProtocol.Routing or (uint)IpProtocol.DestinationOptions or (uint)IpProtocol.Fragment;
}
