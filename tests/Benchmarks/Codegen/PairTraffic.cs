using System;
using System.Collections.Generic;
using BpfSharp.Protocols;
using BpfSharp.Testing;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>The packets on which both sides of every pair must agree: what each program is made for, what it is not, and broken ones.</summary>
internal static class PairTraffic
{
    public static readonly Ipv4Address Client = Ipv4Address.Parse("192.0.2.1");
    public static readonly Ipv4Address Server = Ipv4Address.Parse("198.51.100.7");
    public static readonly Ipv6Address Client6 = Ipv6Address.Parse("2001:db8::1");
    public static readonly Ipv6Address Server6 = Ipv6Address.Parse("2001:db8:1::7");

    // NOP NOP timestamps(1000, 2000), as Linux lays them out.
    private static readonly byte[] s_timestamps = [1, 1, 8, 10, 0, 0, 3, 232, 0, 0, 7, 208];
    private static readonly byte[] s_answered = [1, 1, 8, 10, 0, 0, 7, 208, 0, 0, 3, 232];
    private static readonly byte[] s_synOptions = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 1, 3, 3, 7];
    private static readonly byte[] s_badOptions = [1, 30, 0, 0, 8, 1, 0, 0];

    public static byte[] Udp { get; } = Packets.Udp(Client, Server, 4711, 53, "QUERY payload"u8);

    public static byte[] Tcp { get; } = Packets.Tcp(Client, Server, 4711, 80, TcpFlags.Syn);

    public static byte[] Stamped { get; } = Packets.Ethernet().Ipv4(Client, Server).Tcp(4711, 80, TcpFlags.Ack, null, s_timestamps).Build();

    public static byte[] Tagged { get; } = Packets.Ethernet().Vlan(7).Vlan(9).Ipv6(Client6, Server6).Tcp(1, 443).Build();

    public static byte[] OneTag { get; } = Packets.Ethernet().Vlan(7, 3).Ipv4(Client, Server).Udp(4711, 53).Build();

    public static byte[] Tunnel { get; } = Packets.Ethernet().Ipv4(Client, Server).Ipv4(Server, Client).Udp(1, 2).Build();

    public static byte[] Ping { get; } = Packets.Ethernet().Ipv4(Client, Server).Icmp(IcmpType.Echo, 0, 0x00070001).Payload("ping"u8).Build();

    public static IEnumerable<byte[]> All()
    {
        var whole = new List<byte[]>(Whole());
        foreach (byte[] packet in whole)
            yield return packet;
        var random = new Random(1);
        foreach (byte[] packet in whole)
        {
            for (int length = 34; length < Math.Min(packet.Length, 90); length += random.Next(1, 7))
                yield return packet[..length];
            for (int i = 0; i < 4; i++)
            {
                byte[] mutant = (byte[])packet.Clone();
                for (int changes = random.Next(1, 4); changes > 0; changes--)
                    mutant[random.Next(random.Next(2) == 0 ? 60 : 34) % mutant.Length] = (byte)random.Next(256);
                yield return mutant;
            }
        }
    }

    private static IEnumerable<byte[]> Whole()
    {
        yield return Udp;
        yield return Tcp;
        yield return Stamped;
        yield return Packets.Ethernet().Ipv4(Server, Client).Tcp(80, 4711, TcpFlags.Ack, null, s_answered).Build();
        yield return Packets.Ethernet().Ipv4(Client, Server).Tcp(4712, 80, TcpFlags.Syn, null, s_synOptions).Build();
        yield return Packets.Ethernet().Ipv4(Client, Server).Tcp(4712, 80, TcpFlags.Syn, null, s_badOptions).Build();
        yield return Tagged;
        yield return OneTag;
        yield return Packets.Ethernet().Vlan(9, 0, EtherType.ProviderVlan).Vlan(12).Ipv4(Client, Server).Tcp(5, 6).Build();
        yield return Packets.Ethernet().Vlan(12).Ipv4(Client, Server).Tcp(5, 6).Build();
        yield return Tunnel;
        yield return Packets.Ethernet().Ipv6(Client6, Server6).Ipv4(Client, Server).Udp(1, 2).Build();
        yield return Packets.Ethernet().Ipv6(Client6, Server6).Ipv6(Server6, Client6).Tcp(1, 2).Build();
        yield return Ping;
        yield return Packets.Ethernet().Ipv4(Client, Server, static (ref Ipv4Header ip) => ip.MoreFragments = true).Udp(1, 53).Build();
        yield return Packets.Ethernet().Ipv4(Client, Server, static (ref Ipv4Header ip) => ip.FragmentOffset = 800).Udp(1, 53).Build();
        yield return Packets.Ethernet().Ipv4(Client, Server, static (ref Ipv4Header ip) => ip.TypeOfService = 0xb9).Udp(1, 5353, static (ref UdpHeader udp) => udp.Checksum = 0).Build();
        yield return Packets.Ethernet().Ipv4(Client, Server, null, [1, 1, 1, 0]).Udp(1, 53).Payload("0123456789abcdef0123"u8).Build();
        yield return Packets.Ethernet().Ipv6(Client6, Server6, static (ref Ipv6Header ip) => ip.TrafficClass = 0xb9).Udp(4711, 53).Payload("0123456789abcdef"u8).Build();
        yield return Extended(0, 60, 43);
        yield return Extended(0, 60, 60, 60, 60, 60, 60);
        yield return Packets.ArpRequest(Client, Server);
        for (int i = 0; i < 12; i++)
            yield return Packets.Udp(Ipv4Address.FromHostOrder(0xc0000201u + (uint)(i % 3)), Server, (ushort)(4711 + i), 53, "0123456789abcdef0123456789"u8);
    }

    // IPv6 with extension headers of 8 bytes, then UDP.
    private static byte[] Extended(params byte[] kinds)
    {
        byte[] packet = Packets.Ethernet().Ipv6(Client6, Server6).Payload(new byte[(kinds.Length * 8) + 12]).Build();
        packet[20] = kinds[0];
        for (int i = 0; i < kinds.Length; i++)
            packet[54 + (i * 8)] = i + 1 < kinds.Length ? kinds[i + 1] : (byte)17;
        packet[54 + (kinds.Length * 8) + 3] = 53;
        return packet;
    }
}
