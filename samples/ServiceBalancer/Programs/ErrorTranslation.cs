using System.Buffers.Binary;
using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ServiceBalancer;

/// <summary>Translates ICMP errors: the packet that they are about, and the sender where it is the backend itself.</summary>
/// <remarks>The inner transport checksum is left as it is: routers cut it off as they like, and receivers don't look at it.</remarks>
internal static class ErrorTranslation
{
    private const uint IcmpChecksum = 2;
    private const uint InnerHeader = 8;

    /// <summary>To the client, about its own packet: the inner destination becomes the service.</summary>
    public static bool OfRequest(TcContext ctx, in PacketFacts packet, in Place service)
    {
        bool isFromBackend = Outer(ctx, in packet, source: true) == packet.Destination;
        return Inner(ctx, in packet, destination: true, packet.Destination, packet.DestinationPort, in service)
            && (!isFromBackend || OuterAddress(ctx, in packet, source: true, packet.Destination, service.Address));
    }

    /// <summary>From the client, about a reply: inner source and outer destination become the backend.</summary>
    public static bool OfReply(TcContext ctx, in PacketFacts packet, in Place backend)
    {
        bool isToService = Outer(ctx, in packet, source: false) == packet.Source;
        return Inner(ctx, in packet, destination: false, packet.Source, packet.SourcePort, in backend)
            && (!isToService || OuterAddress(ctx, in packet, source: false, packet.Source, backend.Address));
    }

    private static Ipv6Address Outer(TcContext ctx, in PacketFacts packet, bool source)
    {
        if (packet.IsV6)
        {
            ref readonly Ipv6Header six = ref ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size);
            return source ? six.Source : six.Destination;
        }

        ref readonly Ipv4Header four = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        return PacketReader.Mapped(source ? four.Source : four.Destination);
    }

    private static bool Inner(TcContext ctx, in PacketFacts packet, bool destination, Ipv6Address old, ushort oldPort, in Place place)
    {
        uint checksum = (uint)packet.ErrorOffset + IcmpChecksum;
        uint ip = (uint)packet.ErrorOffset + InnerHeader;
        ushort fromPort = BinaryPrimitives.ReverseEndianness(oldPort);
        ushort toPort = BinaryPrimitives.ReverseEndianness((ushort)place.Port);
        uint port = (uint)packet.TransportOffset + (destination ? 2u : 0);
        if (!ctx.ReplaceInTransportChecksum(checksum, fromPort, toPort, sizeof(ushort)) || !ctx.TryStore(port, toPort))
            return false;
        if (packet.IsV6)
        {
            return ctx.ReplaceInTransportChecksum(checksum, 0, AddressChange.Of(in old, in place.Address), 0)
                && ctx.TryStore(ip + (destination ? 24u : 8), in place.Address);
        }

        // The inner header's own checksum takes the change back: the ICMP checksum stays as it is.
        uint from = BinaryPrimitives.ReverseEndianness(old.Word3);
        uint to = BinaryPrimitives.ReverseEndianness(place.Address.Word3);
        return ctx.ReplaceInHeaderChecksum(ip + 10, from, to, sizeof(uint))
            && ctx.TryStore(ip + (destination ? 16u : 12), to);
    }

    private static bool OuterAddress(TcContext ctx, in PacketFacts packet, bool source, Ipv6Address old, Ipv6Address changed)
    {
        if (packet.IsV6)
        {
            return ctx.ReplaceInTransportChecksum((uint)packet.ErrorOffset + IcmpChecksum, 0, AddressChange.Of(in old, in changed), 0, TransportChecksumFlags.PseudoHeader)
                && ctx.TryStore(EthernetHeader.Size + (source ? 8u : 24), in changed);
        }

        uint from = BinaryPrimitives.ReverseEndianness(old.Word3);
        uint to = BinaryPrimitives.ReverseEndianness(changed.Word3);
        return ctx.ReplaceInHeaderChecksum(EthernetHeader.Size + 10, from, to, sizeof(uint))
            && ctx.TryStore(EthernetHeader.Size + (source ? 12u : 16), to);
    }
}
