using System;
using System.Buffers.Binary;
using BpfSharp;
using BpfSharp.Protocols;

namespace RedirectFabric;

// Who asks for a neighbour that the fabric reaches is told the gateway's link address.
public static partial class Fabric
{
    private const int Ipv6Payload = EthernetHeader.Size + Ipv6Header.Size;
    private const int AddressesOffset = EthernetHeader.Size + 8;

    // Length and next header of the pseudo header (RFC 8200, 8.1): 32 + 58, in network order.
    private const uint PseudoHeaderRest = (NeighborMessage.Size + 58) << 8;

    private static TcAction AnswerArp(TcContext ctx)
    {
        ref ArpHeader arp = ref ctx.Packet.Header<ArpHeader>(EthernetHeader.Size);
        Ipv4Address wanted = arp.TargetProtocol;

        // An address that asks for itself looks for a duplicate or announces itself: no answer.
        if (arp.Operation != ArpOperation.Request || wanted == arp.SenderProtocol || !IsReached(wanted))
            return Drop();

        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        eth.Destination = arp.SenderHardware;
        eth.Source = GatewayMac;
        arp.Operation = ArpOperation.Reply;
        arp.TargetHardware = arp.SenderHardware;
        arp.TargetProtocol = arp.SenderProtocol;
        arp.SenderHardware = GatewayMac;
        arp.SenderProtocol = wanted;
        return Answer(ctx);
    }

    private static bool IsNeighborSolicitation(TcContext ctx) =>
        ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).NextHeader == IpProtocol.Icmpv6
        && ctx.Packet.TryHeader(Ipv6Payload, out Ref<NeighborMessage> message)
        && message.Value.Icmp.Type == Icmpv6Type.NeighborSolicitation;

    private static TcAction AnswerSolicitation(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
        ref NeighborMessage message = ref ctx.Packet.Header<NeighborMessage>(Ipv6Payload);
        Ipv6Address wanted = message.Target;

        // Hop limit 255 proves that no router was passed (RFC 4861, 7.1.1); without the asker's link address it is a search for duplicates.
        if (ip.HopLimit != 255 || ip.PayloadLength != NeighborMessage.Size || message.OptionType != NeighborMessage.SourceLinkAddress
            || wanted == ip.Source || !IsReached(wanted))
            return Drop();

        eth.Destination = message.LinkAddress;
        eth.Source = GatewayMac;
        ip.Destination = ip.Source;
        ip.Source = wanted;
        message.Icmp.Type = Icmpv6Type.NeighborAdvertisement;
        message.Icmp.Checksum = 0;
        message.Icmp.RestOfHeader = NeighborMessage.SolicitedOverride;
        message.OptionType = NeighborMessage.TargetLinkAddress;
        message.LinkAddress = GatewayMac;

        // Both addresses and the message stand side by side: one sum.
        Span<byte> summed = ctx.Packet.Bytes.Slice(AddressesOffset, 2 * 16 + NeighborMessage.Size);
        long sum = Bpf.ChecksumDifference(default, summed, PseudoHeaderRest);
        message.Icmp.Checksum = BinaryPrimitives.ReverseEndianness((ushort)~InternetChecksum.Fold((uint)sum));
        return Answer(ctx);
    }

    private static bool IsReached(Ipv4Address address) =>
        Endpoints4.ContainsKey(address) || Uplinks4.ContainsKey(Ipv4Prefix.Host(address));

    private static bool IsReached(Ipv6Address address) =>
        Endpoints6.ContainsKey(address) || Uplinks6.ContainsKey(Ipv6Prefix.Host(address));

    private static TcAction Answer(TcContext ctx)
    {
        Paths[(uint)FabricPath.Answered]++;
        return ctx.Redirect(ctx.IfIndex);
    }
}
