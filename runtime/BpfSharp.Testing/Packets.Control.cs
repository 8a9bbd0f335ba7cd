using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing;

public static partial class Packets
{
    /// <summary>An ICMP or ICMPv6 echo request.</summary>
    /// <param name="from">The sender.</param>
    /// <param name="to">The receiver; by default one of the sender's family.</param>
    /// <param name="identifier">Which conversation.</param>
    /// <param name="sequenceNumber">Which message.</param>
    /// <param name="payload">What it carries.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="FormatException">A text is no address, or the two are of different families.</exception>
    public static byte[] Ping(string? from = null, string? to = null, ushort identifier = 1, ushort sequenceNumber = 1, ReadOnlySpan<byte> payload = default)
    {
        uint rest = ((uint)identifier << 16) | sequenceNumber;
        PacketBuilder packet = Ip(from, to);
        bool isIpv6 = (from ?? to)?.Contains(':') ?? false;
        return (isIpv6 ? packet.Icmpv6(Icmpv6Type.EchoRequest, restOfHeader: rest) : packet.Icmp(IcmpType.Echo, restOfHeader: rest)).Payload(payload).Build();
    }

    /// <summary>Asks all stations who has an IPv4 address.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="to">The address asked for.</param>
    /// <param name="sender">The station that asks; 02:00:00:00:00:01 by default.</param>
    /// <returns>The frame.</returns>
    public static byte[] ArpRequest(Ipv4Address from, Ipv4Address to, MacAddress? sender = null) => Ethernet(sender, MacAddress.Broadcast)
        .Arp(new ArpHeader { Operation = ArpOperation.Request, SenderHardware = sender ?? SourceMac, SenderProtocol = from, TargetProtocol = to })
        .Build();

    /// <summary>Tells a station who has an IPv4 address.</summary>
    /// <param name="from">The address that was asked for.</param>
    /// <param name="to">Who asked.</param>
    /// <param name="sender">The station that has it; 02:00:00:00:00:01 by default.</param>
    /// <param name="target">The station that asked; 02:00:00:00:00:02 by default.</param>
    /// <returns>The frame.</returns>
    public static byte[] ArpReply(Ipv4Address from, Ipv4Address to, MacAddress? sender = null, MacAddress? target = null) => Ethernet(sender, target)
        .Arp(new ArpHeader
        {
            Operation = ArpOperation.Reply,
            SenderHardware = sender ?? SourceMac,
            SenderProtocol = from,
            TargetHardware = target ?? DestinationMac,
            TargetProtocol = to,
        })
        .Build();
}
