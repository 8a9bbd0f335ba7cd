using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>Answers pings of an address that no machine has.</summary>
public static class EchoReply
{
    private const byte HopLimit = 64;

    /// <summary>Turns an echo request into its reply, to be sent out of the interface that it came by.</summary>
    /// <param name="ctx">The packet.</param>
    /// <param name="packet">What <see cref="PacketReader"/> has read.</param>
    /// <returns>Whether it was a whole request; if not, nothing has changed.</returns>
    [BpfFunction]
    public static bool TryMake(PacketContext ctx, in PacketFacts packet)
    {
        if (packet.IsFirstFragment || !(packet.IsV6 ? TurnIpv6(ctx, in packet) : TurnIpv4(ctx, in packet)))
            return false;
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        return true;
    }

    private static bool TurnIpv4(PacketContext ctx, in PacketFacts packet)
    {
        if (packet.Protocol != (uint)IpProtocol.Icmp)
            return false;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ref IcmpHeader icmp = ref ctx.Packet.Header<IcmpHeader>(packet.TransportOffset);
        if (icmp.Type != IcmpType.Echo)
            return false;
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        ip.Checksum = InternetChecksum.Replace(ip.Checksum, (ushort)(ip.TimeToLive << 8), HopLimit << 8);
        ip.TimeToLive = HopLimit;
        icmp.Checksum = InternetChecksum.Replace(icmp.Checksum, (ushort)((uint)IcmpType.Echo << 8), (ushort)((uint)IcmpType.EchoReply << 8));
        icmp.Type = IcmpType.EchoReply;
        return true;
    }

    private static bool TurnIpv6(PacketContext ctx, in PacketFacts packet)
    {
        if (packet.Protocol != (uint)IpProtocol.Icmpv6)
            return false;
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        ref Icmpv6Header icmp = ref ctx.Packet.Header<Icmpv6Header>(packet.TransportOffset);
        if (icmp.Type != Icmpv6Type.EchoRequest)
            return false;
        (ip.Source, ip.Destination) = (ip.Destination, ip.Source);
        ip.HopLimit = HopLimit;
        icmp.Checksum = InternetChecksum.Replace(icmp.Checksum, (ushort)((uint)Icmpv6Type.EchoRequest << 8), (ushort)((uint)Icmpv6Type.EchoReply << 8));
        icmp.Type = Icmpv6Type.EchoReply;
        return true;
    }
}
