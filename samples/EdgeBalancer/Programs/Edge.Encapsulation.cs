using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

// IPIP (RFC 2003), IP in IPv6 and IPv6 in IPv6 (RFC 2473). The packet goes back to the router that it came from, which knows the way to the backend.
public static partial class Edge
{
    private const byte HopLimit = 64;

    // One outer source for each flow, so that the backend's queues are spread: the last 16 bits are the flow's.
    private static Ipv4Address s_source4;
    private static Ipv6Address s_source6;

    private static XdpAction Send(XdpContext ctx, in PacketFacts packet, uint index, uint hash)
    {
        if (!Backends.TryGetRef(index, out Ref<Backend> found))
            return Drop(ctx, in packet, DropReason.NoBackend);
        BackendCounters[index & (MostBackends - 1)].Add((uint)ctx.Length);
        Ipv6Address target = found.Value.Address;
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        MacAddress own = eth.Destination;
        MacAddress router = eth.Source;
        uint length;
        byte service;
        if (packet.IsV6)
        {
            ref readonly Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            length = ip.PayloadLength + (uint)Ipv6Header.Size;
            service = ip.TrafficClass;
        }
        else
        {
            ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
            length = ip.TotalLength;
            service = ip.TypeOfService;
        }

        bool isIpip = target.IsIpv4Mapped;
        if (!ctx.AdjustHead(isIpip ? -Ipv4Header.Size : -Ipv6Header.Size))
            return Drop(ctx, in packet, DropReason.NoRoom);
        ref EthernetHeader outer = ref ctx.Packet.Header<EthernetHeader>(0);
        outer.Destination = router;
        outer.Source = own;
        if (isIpip)
        {
            outer.EtherType = EtherType.IPv4;
            WriteOuterIpv4(ctx, Ipv4Address.FromHostOrder(target.Word3), (ushort)(length + Ipv4Header.Size), service, hash);
        }
        else
        {
            outer.EtherType = EtherType.IPv6;
            WriteOuterIpv6(ctx, in packet, target, (ushort)length, service, hash);
        }

        return XdpAction.Tx;
    }

    private static void WriteOuterIpv4(XdpContext ctx, Ipv4Address target, ushort length, byte service, uint hash)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ip = default;
        ip.Version = 4;
        ip.HeaderLength = Ipv4Header.Size;
        ip.TypeOfService = service;
        ip.TotalLength = length;
        ip.DontFragment = true; // so that 0 will do as the packet's number (RFC 6864)
        ip.TimeToLive = HopLimit;
        ip.Protocol = IpProtocol.Ipv4;
        ip.Source = Ipv4Address.FromHostOrder(s_source4.HostOrder | (hash & 0xffff));
        ip.Destination = target;
        uint sum = (0x4500u | service) + length + 0x4000u + (uint)(HopLimit << 8 | (byte)IpProtocol.Ipv4);
        sum += (ip.Source.HostOrder >> 16) + (ushort)ip.Source.HostOrder + (target.HostOrder >> 16) + (ushort)target.HostOrder;
        ip.Checksum = (ushort)~InternetChecksum.Fold(sum);
    }

    private static void WriteOuterIpv6(XdpContext ctx, in PacketFacts packet, Ipv6Address target, ushort length, byte service, uint hash)
    {
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        ip = default;
        ip.Version = 6;
        ip.TrafficClass = service;
        ip.FlowLabel = hash; // RFC 6438: routers spread tunnels by it
        ip.PayloadLength = length;
        ip.NextHeader = packet.IsV6 ? IpProtocol.Ipv6 : IpProtocol.Ipv4;
        ip.HopLimit = HopLimit;
        ip.Source = Ipv6Address.FromWords(s_source6.Word0, s_source6.Word1, s_source6.Word2, s_source6.Word3 | (hash & 0xffff));
        ip.Destination = target;
    }
}
