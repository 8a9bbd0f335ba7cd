using System;
using System.Collections.Generic;
using BpfSharp.Protocols;
using BpfSharp.Testing.Building;

namespace BpfSharp.Testing;

/// <summary>Builds a packet header by header, from the outside in; lengths, types and checksums come right by themselves.</summary>
/// <remarks>
/// <c>Packets.Ethernet().Vlan(5).Ipv4(from, to).Udp(4711, 53).Payload(bytes).Build()</c>. Headers may repeat and nest as tunnels do.
/// What must be wrong in a packet is set by an editor (checksums: in the bytes that <see cref="Build"/> gives).
/// </remarks>
public sealed class PacketBuilder
{
    private readonly List<PacketLayer> _layers = [];
    private int _leastLength;

    internal PacketBuilder()
    {
    }

    /// <summary>Adds an Ethernet header.</summary>
    /// <param name="source">The station that sent it; 02:00:00:00:00:01 by default.</param>
    /// <param name="destination">The station that it is for; 02:00:00:00:00:02 by default.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Ethernet(MacAddress? source = null, MacAddress? destination = null, HeaderEditor<EthernetHeader>? edit = null) =>
        Add(new EthernetLayer(source ?? Packets.SourceMac, destination ?? Packets.DestinationMac, edit));

    /// <summary>Adds a VLAN tag.</summary>
    /// <param name="vlan">The VLAN, 0 to 4095.</param>
    /// <param name="priority">Priority, 0 to 7.</param>
    /// <param name="announcedAs">The type that the header before has: <see cref="EtherType.Vlan"/> or <see cref="EtherType.ProviderVlan"/>.</param>
    /// <param name="edit">Changes the tag.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Vlan(int vlan, int priority = 0, EtherType announcedAs = EtherType.Vlan, HeaderEditor<VlanHeader>? edit = null) =>
        Add(new VlanLayer(vlan, priority, announcedAs, edit));

    /// <summary>Adds an address resolution message.</summary>
    /// <param name="message">Operation and addresses; the rest is set.</param>
    /// <param name="edit">Changes the message.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Arp(ArpHeader message, HeaderEditor<ArpHeader>? edit = null) => Add(new ArpLayer(message, edit));

    /// <summary>Adds an IPv4 header.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="edit">Changes the header.</param>
    /// <param name="options">Options: a multiple of 4 bytes, at most 40.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Ipv4(Ipv4Address from, Ipv4Address to, HeaderEditor<Ipv4Header>? edit = null, byte[]? options = null) =>
        Add(new Ipv4Layer(from, to, edit, CheckOptions(options)));

    /// <summary>Adds an IPv6 header.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Ipv6(Ipv6Address from, Ipv6Address to, HeaderEditor<Ipv6Header>? edit = null) => Add(new Ipv6Layer(from, to, edit));

    /// <summary>Adds a TCP header.</summary>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="edit">Changes the header.</param>
    /// <param name="options">Options: a multiple of 4 bytes, at most 40.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Tcp(
        ushort sourcePort, ushort destinationPort, TcpFlags flags = TcpFlags.Ack, HeaderEditor<TcpHeader>? edit = null, byte[]? options = null) =>
        Add(new TcpLayer(sourcePort, destinationPort, flags, edit, CheckOptions(options)));

    /// <summary>Adds a UDP header.</summary>
    /// <param name="sourcePort">Port of the sender.</param>
    /// <param name="destinationPort">Port of the receiver.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Udp(ushort sourcePort, ushort destinationPort, HeaderEditor<UdpHeader>? edit = null) =>
        Add(new UdpLayer(sourcePort, destinationPort, edit));

    /// <summary>Adds an ICMP header.</summary>
    /// <param name="type">What the message is.</param>
    /// <param name="code">More about the type.</param>
    /// <param name="restOfHeader">The last four bytes: of echo messages, identifier and sequence number.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Icmp(IcmpType type, byte code = 0, uint restOfHeader = 0, HeaderEditor<IcmpHeader>? edit = null) =>
        Add(new IcmpLayer(type, code, restOfHeader, edit));

    /// <summary>Adds an ICMPv6 header.</summary>
    /// <param name="type">What the message is.</param>
    /// <param name="code">More about the type.</param>
    /// <param name="restOfHeader">The last four bytes: of echo messages, identifier and sequence number.</param>
    /// <param name="edit">Changes the header.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Icmpv6(Icmpv6Type type, byte code = 0, uint restOfHeader = 0, HeaderEditor<Icmpv6Header>? edit = null) =>
        Add(new Icmpv6Layer(type, code, restOfHeader, edit));

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="etherType">How an Ethernet header or VLAN tag right before announces them.</param>
    /// <param name="protocol">How an IP header right before announces them.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder Payload(ReadOnlySpan<byte> bytes, EtherType etherType = EtherType.None, IpProtocol protocol = IpProtocol.NoNext) =>
        Add(new PayloadLayer(bytes.ToArray(), etherType, protocol));

    /// <summary>Adds zeros after the packet, outside of all headers' lengths, as Ethernet does to frames of less than 60 bytes.</summary>
    /// <param name="length">Least length of the frame.</param>
    /// <returns>This builder.</returns>
    public PacketBuilder PadTo(int length)
    {
        _leastLength = length;
        return this;
    }

    /// <summary>Writes the packet.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] Build()
    {
        int length = 0;
        foreach (PacketLayer layer in _layers)
            length += layer.Size;
        byte[] packet = new byte[Math.Max(length, _leastLength)];
        int start = length;
        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            start -= _layers[i].Size;
            IPacketAddresses? around = AddressesAround(i);
            var surroundings = new LayerSurroundings(i + 1 < _layers.Count ? _layers[i + 1] : null, around?.AddressSum ?? 0);
            _layers[i].Write(packet.AsSpan(start..length), surroundings);
        }

        return packet;
    }

    private static byte[]? CheckOptions(byte[]? options) => options is { Length: var length } && (length > 40 || length % 4 != 0)
        ? throw new ArgumentException($"Options have a multiple of 4 bytes, at most 40, not {length}.", nameof(options))
        : options;

    private IPacketAddresses? AddressesAround(int layer)
    {
        for (int i = layer - 1; i >= 0; i--)
        {
            if (_layers[i] is IPacketAddresses addresses)
                return addresses;
        }

        return null;
    }

    private PacketBuilder Add(PacketLayer layer)
    {
        _layers.Add(layer);
        return this;
    }
}
