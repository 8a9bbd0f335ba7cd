using System;
using System.Linq;
using System.Net;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using EdgeBalancer;
using EdgeBalancer.Configuration;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>A configuration for tests, and what packets are to become.</summary>
internal static class EdgeLab
{
    public const string Text = """
        source 10.99.0.0
        source fd99::
        vip tcp 10.100.0.1 port 80
          backend 10.97.1.2
          backend 10.97.2.2
          backend 10.97.3.2
        vip udp 10.100.0.2 port 53
          backend fd97:1::2
        vip tcp fd00:100::1 port 80
          backend fd97:1::2
          backend fd97:2::2
        vip quic 10.100.0.1 port 443
          backend 10.97.1.2 server 1
          backend 10.97.2.2 server 70000
        vip tcp 10.100.0.3 port 80
          backend 10.97.2.2
        """;

    public static readonly Ipv4Address Client = Ipv4Address.Parse("10.98.1.2");
    public static readonly Ipv4Address Web = Ipv4Address.Parse("10.100.0.1");
    public static readonly Ipv4Address Names = Ipv4Address.Parse("10.100.0.2");
    public static readonly Ipv6Address Client6 = Ipv6Address.Parse("fd98:1::2");
    public static readonly Ipv6Address Web6 = Ipv6Address.Parse("fd00:100::1");

    /// <summary>Where a packet goes, by its outer header.</summary>
    public static string Target(ReadOnlySpan<byte> packet) => MemoryMarshal.Read<EthernetHeader>(packet).EtherType == EtherType.IPv4
        ? MemoryMarshal.Read<Ipv4Header>(packet[EthernetHeader.Size..]).Destination.ToString()
        : MemoryMarshal.Read<Ipv6Header>(packet[EthernetHeader.Size..]).Destination.ToString();

    /// <summary>The packet as the balancer is to send it, built header by header by other code than the balancer's.</summary>
    public static byte[] Wrapped(byte[] packet, string target, uint hash)
    {
        byte[] inner = packet[EthernetHeader.Size..];
        bool isV6 = inner[0] >> 4 == 6;
        PacketBuilder frame = Packets.Ethernet(Packets.DestinationMac, Packets.SourceMac);
        byte service = isV6 ? (byte)(inner[0] << 4 | inner[1] >> 4) : inner[1];
        IpProtocol protocol = isV6 ? IpProtocol.Ipv6 : IpProtocol.Ipv4;
        if (IPAddress.Parse(target).GetAddressBytes().Length == 4)
        {
            frame.Ipv4(Ipv4Address.FromHostOrder(0x0a630000 | hash & 0xffff), Ipv4Address.Parse(target), (ref Ipv4Header ip) =>
            {
                ip.TypeOfService = service;
                ip.Protocol = protocol;
            });
        }
        else
        {
            frame.Ipv6(Ipv6Address.FromWords(0xfd990000, 0, 0, hash & 0xffff), Ipv6Address.Parse(target), (ref Ipv6Header ip) =>
            {
                ip.TrafficClass = service;
                ip.FlowLabel = hash & 0xfffff;
                ip.NextHeader = protocol;
            });
        }

        return frame.Payload(inner).Build();
    }

    /// <summary>Where the table of a service says that a flow goes.</summary>
    public static string ByTable(EdgeStore store, VipEntry vip, uint hash)
    {
        uint index = store.SlotsOf(vip)[(int)((ulong)hash * Edge.TableSize >> 32)];
        return vip.Backends.First(b => store.IndexOf(b) == index).Address.ToString();
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);
}
