using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ServiceBalancer;

/// <summary>Answers pings of a service address, which no machine has.</summary>
internal static class EchoAnswer
{
    /// <summary>Turns an echo request around; what else comes is dropped.</summary>
    public static TcAction Give(TcContext ctx, in PacketFacts packet) => (packet.IsV6 ? TurnIpv6(ctx, in packet) : TurnIpv4(ctx, in packet))
        ? TurnEthernet(ctx)
        : TcAction.Shot;

    private static bool TurnIpv4(TcContext ctx, in PacketFacts packet)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ref IcmpHeader icmp = ref ctx.Packet.Header<IcmpHeader>(packet.TransportOffset);
        if (icmp.Type != IcmpType.Echo)
            return false;
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        icmp.Checksum = InternetChecksum.Replace(icmp.Checksum, (ushort)((uint)IcmpType.Echo << 8), (ushort)((uint)IcmpType.EchoReply << 8));
        icmp.Type = IcmpType.EchoReply;
        return true;
    }

    private static bool TurnIpv6(TcContext ctx, in PacketFacts packet)
    {
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        ref Icmpv6Header icmp = ref ctx.Packet.Header<Icmpv6Header>(packet.TransportOffset);
        if (icmp.Type != Icmpv6Type.EchoRequest)
            return false;
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        icmp.Checksum = InternetChecksum.Replace(icmp.Checksum, (ushort)((uint)Icmpv6Type.EchoRequest << 8), (ushort)((uint)Icmpv6Type.EchoReply << 8));
        icmp.Type = Icmpv6Type.EchoReply;
        return true;
    }

    private static TcAction TurnEthernet(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        return ctx.Redirect(ctx.IfIndex);
    }
}
