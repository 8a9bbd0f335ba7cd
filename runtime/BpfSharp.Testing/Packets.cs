using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing;

/// <summary>Ethernet frames for tests, with right lengths and checksums: <c>Packets.Udp(from: "203.0.113.9")</c>. <see cref="Ethernet"/> starts any other.</summary>
/// <remarks>Default addresses are of the blocks for documentation: 192.0.2.1 to 198.51.100.1, 2001:db8::1 to 2001:db8::2.</remarks>
public static partial class Packets
{
    private const ushort DefaultSourcePort = 40000;
    private const ushort DefaultUdpPort = 53;
    private const ushort DefaultTcpPort = 80;

    /// <summary>02:00:00:00:00:01, the sending station of all frames that do not say another.</summary>
    public static MacAddress SourceMac => new(2, 0, 0, 0, 0, 1);

    /// <summary>02:00:00:00:00:02, the receiving station of all frames that do not say another.</summary>
    public static MacAddress DestinationMac => new(2, 0, 0, 0, 0, 2);

    /// <summary>Starts a frame.</summary>
    /// <param name="source">The station that sent it; 02:00:00:00:00:01 by default.</param>
    /// <param name="destination">The station that it is for; 02:00:00:00:00:02 by default.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>A builder.</returns>
    public static PacketBuilder Ethernet(MacAddress? source = null, MacAddress? destination = null, HeaderEditor<EthernetHeader>? edit = null) =>
        new PacketBuilder().Ethernet(source, destination, edit);

    /// <summary>Starts a packet without a link layer, such as the inside of a tunnel.</summary>
    /// <returns>A builder.</returns>
    public static PacketBuilder Bare() => new();

    /// <summary>A UDP datagram over IPv4 or IPv6.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver; by default one of the sender's family.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="FormatException">A text is no address, or the two are of different families.</exception>
    public static byte[] Udp(
        string? from = null,
        string? to = null,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultUdpPort,
        ReadOnlySpan<byte> payload = default) =>
        Ip(from, to).Udp(sourcePort, destinationPort).Payload(payload).Build();

    /// <summary>A UDP datagram over IPv4.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    public static byte[] Udp(
        Ipv4Address from,
        Ipv4Address to,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultUdpPort,
        ReadOnlySpan<byte> payload = default) =>
        Ethernet().Ipv4(from, to).Udp(sourcePort, destinationPort).Payload(payload).Build();

    /// <summary>A UDP datagram over IPv6.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    public static byte[] Udp(
        Ipv6Address from,
        Ipv6Address to,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultUdpPort,
        ReadOnlySpan<byte> payload = default) =>
        Ethernet().Ipv6(from, to).Udp(sourcePort, destinationPort).Payload(payload).Build();

    /// <summary>A TCP segment over IPv4 or IPv6.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver; by default one of the sender's family.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="FormatException">A text is no address, or the two are of different families.</exception>
    public static byte[] Tcp(
        string? from = null,
        string? to = null,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultTcpPort,
        TcpFlags flags = TcpFlags.Ack,
        ReadOnlySpan<byte> payload = default) =>
        Ip(from, to).Tcp(sourcePort, destinationPort, flags).Payload(payload).Build();

    /// <summary>A TCP segment over IPv4.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    public static byte[] Tcp(
        Ipv4Address from,
        Ipv4Address to,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultTcpPort,
        TcpFlags flags = TcpFlags.Ack,
        ReadOnlySpan<byte> payload = default) =>
        Ethernet().Ipv4(from, to).Tcp(sourcePort, destinationPort, flags).Payload(payload).Build();

    /// <summary>A TCP segment over IPv6.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    public static byte[] Tcp(
        Ipv6Address from,
        Ipv6Address to,
        ushort sourcePort = DefaultSourcePort,
        ushort destinationPort = DefaultTcpPort,
        TcpFlags flags = TcpFlags.Ack,
        ReadOnlySpan<byte> payload = default) =>
        Ethernet().Ipv6(from, to).Tcp(sourcePort, destinationPort, flags).Payload(payload).Build();

    private static PacketBuilder Ip(string? from, string? to)
    {
        bool isIpv6 = (from ?? to)?.Contains(':') ?? false;
        return isIpv6
            ? Ethernet().Ipv6(Ipv6Address.Parse(from ?? "2001:db8::1"), Ipv6Address.Parse(to ?? "2001:db8::2"))
            : Ethernet().Ipv4(Ipv4Address.Parse(from ?? "192.0.2.1"), Ipv4Address.Parse(to ?? "198.51.100.1"));
    }
}
