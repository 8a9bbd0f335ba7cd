using System.Buffers.Binary;
using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ServiceBalancer;

/// <summary>Writes another address and port into a packet, with all checksums kept right, also those that the device is to complete.</summary>
internal static class Translation
{
    private const uint Ipv4Source = EthernetHeader.Size + 12;
    private const uint Ipv4Destination = EthernetHeader.Size + 16;
    private const uint Ipv4Checksum = EthernetHeader.Size + 10;
    private const uint Ipv6Source = EthernetHeader.Size + 8;
    private const uint Ipv6Destination = EthernetHeader.Size + 24;

    public static bool Destination(TcContext ctx, in PacketFacts packet, in Place to, bool hasPorts) =>
        WriteAddress(ctx, in packet, packet.IsV6 ? Ipv6Destination : Ipv4Destination, packet.Destination, to.Address, hasPorts)
        && (!hasPorts || WritePort(ctx, in packet, offset: 2, packet.DestinationPort, (ushort)to.Port));

    public static bool Source(TcContext ctx, in PacketFacts packet, in Place from, bool hasPorts) =>
        WriteAddress(ctx, in packet, packet.IsV6 ? Ipv6Source : Ipv4Source, packet.Source, from.Address, hasPorts)
        && (!hasPorts || WritePort(ctx, in packet, offset: 0, packet.SourcePort, (ushort)from.Port));

    /// <summary>Where the checksum is in a transport header, in bytes.</summary>
    public static uint ChecksumOffset(uint protocol) => protocol == (uint)IpProtocol.Tcp ? 16u : 6;

    public static TransportChecksumFlags Flags(uint protocol) =>
        protocol == (uint)IpProtocol.Udp ? TransportChecksumFlags.MangledZero : TransportChecksumFlags.None;

    private static bool WriteAddress(TcContext ctx, in PacketFacts packet, uint place, Ipv6Address old, Ipv6Address changed, bool hasTransport)
    {
        uint checksum = (uint)packet.TransportOffset + ChecksumOffset(packet.Protocol);
        TransportChecksumFlags flags = Flags(packet.Protocol) | TransportChecksumFlags.PseudoHeader;
        if (packet.IsV6)
        {
            return (!hasTransport || ctx.ReplaceInTransportChecksum(checksum, 0, AddressChange.Of(in old, in changed), 0, flags))
                && ctx.TryStore(place, in changed);
        }

        // The last word of a mapped address is the IPv4 address.
        uint from = BinaryPrimitives.ReverseEndianness(old.Word3);
        uint to = BinaryPrimitives.ReverseEndianness(changed.Word3);
        return (!hasTransport || ctx.ReplaceInTransportChecksum(checksum, from, to, sizeof(uint), flags))
            && ctx.ReplaceInHeaderChecksum(Ipv4Checksum, from, to, sizeof(uint))
            && ctx.TryStore(place, to);
    }

    private static bool WritePort(TcContext ctx, in PacketFacts packet, uint offset, ushort old, ushort changed)
    {
        if (old == changed)
            return true;
        uint transport = (uint)packet.TransportOffset;
        ushort from = BinaryPrimitives.ReverseEndianness(old);
        ushort to = BinaryPrimitives.ReverseEndianness(changed);
        return ctx.ReplaceInTransportChecksum(transport + ChecksumOffset(packet.Protocol), from, to, sizeof(ushort), Flags(packet.Protocol))
            && ctx.TryStore(transport + offset, to);
    }
}
