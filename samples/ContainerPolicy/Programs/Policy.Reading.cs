using BpfSharp;
using BpfSharp.Protocols;

namespace ContainerPolicy;

// What a packet is, from its headers. A packet too short for them faults, and is dropped and counted so.
public static partial class Policy
{
    private const int MostExtensions = 6;
    private const uint MoreFragments = 1;

    private static PacketKind Read(TcContext ctx, bool toContainer, ref PacketFacts packet) => ctx.Packet.Header<EthernetHeader>(0).EtherType switch
    {
        EtherType.Arp => PacketKind.Link,
        EtherType.IPv4 => ReadIpv4(ctx, toContainer, ref packet),
        EtherType.IPv6 => ReadIpv6(ctx, toContainer, ref packet),
        _ => PacketKind.Foreign,
    };

    private static PacketKind ReadIpv4(TcContext ctx, bool toContainer, ref PacketFacts packet)
    {
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        SetAddresses(ref packet, Mapped(ip.Source), Mapped(ip.Destination), toContainer, (uint)ip.Protocol);
        SetFragment(ref packet, Mapped(ip.Source), Mapped(ip.Destination), ip.Identification);
        if (ip.FragmentOffset != 0)
            return PacketKind.LaterFragment;
        packet.IsFirstFragment = ip.MoreFragments;
        int transport = EthernetHeader.Size + ip.HeaderLength;
        return ip.Protocol == IpProtocol.Icmp ? ReadIcmp(ctx, transport, toContainer, ref packet) : ReadTransport(ctx, transport, toContainer, ref packet);
    }

    private static PacketKind ReadIpv6(TcContext ctx, bool toContainer, ref PacketFacts packet)
    {
        ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        packet.IsV6 = true;
        SetAddresses(ref packet, ip.Source, ip.Destination, toContainer, (uint)ip.NextHeader);
        SetFragment(ref packet, ip.Source, ip.Destination, 0);
        int offset = EthernetHeader.Size + Ipv6Header.Size;
        for (int i = 0; i < MostExtensions && IsExtension(packet.Flow.Protocol); i++)
        {
            ref readonly Ipv6Extension extension = ref ctx.Packet.Header<Ipv6Extension>(offset);
            if (packet.Flow.Protocol == (uint)IpProtocol.Fragment)
            {
                packet.Fragment.Identification = extension.Identification;
                packet.Fragment.Protocol = extension.NextHeader;
                if (extension.FragmentOffset >> 3 != 0)
                    return PacketKind.LaterFragment;
                packet.IsFirstFragment = (extension.FragmentOffset & MoreFragments) != 0;
                offset += 8;
            }
            else
            {
                offset += (extension.Length + 1) * 8;
            }

            packet.Flow.Protocol = extension.NextHeader;
        }

        return packet.Flow.Protocol == (uint)IpProtocol.Icmpv6
            ? ReadIcmpv6(ctx, offset, toContainer, ref packet)
            : ReadTransport(ctx, offset, toContainer, ref packet);
    }

    private static PacketKind ReadTransport(TcContext ctx, int offset, bool toContainer, ref PacketFacts packet)
    {
        if (packet.Flow.Protocol == (uint)IpProtocol.Tcp)
        {
            ref readonly TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(offset);
            packet.TcpFlags = tcp.Flags;
            SetPorts(ref packet, tcp.SourcePort, tcp.DestinationPort, toContainer);
        }
        else if (HasPorts(packet.Flow.Protocol))
        {
            ref readonly TransportPorts ports = ref ctx.Packet.Header<TransportPorts>(offset);
            SetPorts(ref packet, ports.Source, ports.Destination, toContainer);
        }

        return PacketKind.Flow;
    }

    private static PacketKind ReadIcmp(TcContext ctx, int offset, bool toContainer, ref PacketFacts packet)
    {
        ref readonly IcmpHeader icmp = ref ctx.Packet.Header<IcmpHeader>(offset);
        if (icmp.Type is IcmpType.DestinationUnreachable or IcmpType.TimeExceeded or IcmpType.ParameterProblem)
        {
            // The packet that it is about went the other way.
            ref readonly Ipv4Header inner = ref ctx.Packet.Header<Ipv4Header>(offset + IcmpHeader.Size);
            SetAddresses(ref packet, Mapped(inner.Source), Mapped(inner.Destination), !toContainer, (uint)inner.Protocol);
            return ReadInner(ctx, offset + IcmpHeader.Size + inner.HeaderLength, toContainer, ref packet);
        }

        if (icmp.Type is IcmpType.Echo or IcmpType.EchoReply)
            packet.Flow.ContainerPort = icmp.Identifier;
        return PacketKind.Flow;
    }

    private static PacketKind ReadIcmpv6(TcContext ctx, int offset, bool toContainer, ref PacketFacts packet)
    {
        ref readonly Icmpv6Header icmp = ref ctx.Packet.Header<Icmpv6Header>(offset);
        if (icmp.Type is >= Icmpv6Type.MulticastListenerQuery and <= Icmpv6Type.Redirect or Icmpv6Type.MulticastListenerReportV2)
            return PacketKind.Link;
        if (icmp.Type is >= Icmpv6Type.DestinationUnreachable and <= Icmpv6Type.ParameterProblem)
        {
            ref readonly Ipv6Header inner = ref ctx.Packet.Header<Ipv6Header>(offset + Icmpv6Header.Size);
            SetAddresses(ref packet, inner.Source, inner.Destination, !toContainer, (uint)inner.NextHeader);
            return ReadInner(ctx, offset + Icmpv6Header.Size + Ipv6Header.Size, toContainer, ref packet);
        }

        if (icmp.Type is Icmpv6Type.EchoRequest or Icmpv6Type.EchoReply)
            packet.Flow.ContainerPort = icmp.Identifier;
        return PacketKind.Flow;
    }

    // An error holds at least the first 8 bytes of the packet that it is about: its ports, or an echo's identifier.
    private static PacketKind ReadInner(TcContext ctx, int offset, bool toContainer, ref PacketFacts packet)
    {
        if (packet.Flow.Protocol is (uint)IpProtocol.Icmp or (uint)IpProtocol.Icmpv6)
        {
            packet.Flow.ContainerPort = ctx.Packet.Header<IcmpHeader>(offset).Identifier;
        }
        else if (packet.Flow.Protocol == (uint)IpProtocol.Tcp || HasPorts(packet.Flow.Protocol))
        {
            ref readonly TransportPorts ports = ref ctx.Packet.Header<TransportPorts>(offset);
            SetPorts(ref packet, ports.Source, ports.Destination, !toContainer);
        }

        return PacketKind.Error;
    }

    private static void SetAddresses(ref PacketFacts packet, Ipv6Address source, Ipv6Address destination, bool toContainer, uint protocol)
    {
        packet.Flow.Container = toContainer ? destination : source;
        packet.Flow.Peer = toContainer ? source : destination;
        packet.Flow.Protocol = protocol;
    }

    private static void SetPorts(ref PacketFacts packet, ushort source, ushort destination, bool toContainer)
    {
        packet.Flow.ContainerPort = toContainer ? destination : source;
        packet.Flow.PeerPort = toContainer ? source : destination;
    }

    private static void SetFragment(ref PacketFacts packet, Ipv6Address source, Ipv6Address destination, uint identification)
    {
        packet.Fragment.Source = source;
        packet.Fragment.Destination = destination;
        packet.Fragment.Identification = identification;
        packet.Fragment.Protocol = packet.Flow.Protocol;
    }

    private static Ipv6Address Mapped(Ipv4Address address) => Ipv6Address.FromWords(0, 0, 0xffff, address.HostOrder);

    private static bool HasPorts(uint protocol) =>
        protocol is (uint)IpProtocol.Udp or (uint)IpProtocol.UdpLite or (uint)IpProtocol.Sctp or (uint)IpProtocol.Dccp;

    private static bool IsExtension(uint protocol) =>
        protocol is (uint)IpProtocol.HopByHop or (uint)IpProtocol.Routing or (uint)IpProtocol.DestinationOptions or (uint)IpProtocol.Fragment;
}
