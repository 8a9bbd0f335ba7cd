using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>A signature, packets that it matches and packets that miss it by a little.</summary>
public sealed record SignatureCase(string Conditions, byte[][] Matching, byte[][] Others)
{
    // What Linux sends: MSS 1460, SACK permitted, timestamps, no operation, window scale 7.
    private static readonly byte[] s_linuxOptions = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];
    private static readonly byte[] s_floodOptions = [2, 4, 2, 24, 1, 1, 1, 0];

    public static IReadOnlyList<SignatureCase> All { get; } =
    [
        new("ttl 64", [Udp()], [WithTtl(63), WithTtl(65)]),
        new("from 192.0.2.0/25", [Udp(), Udp(from: "192.0.2.127")], [Udp(from: "192.0.2.128"), Udp(from: "192.0.3.1"), Udp6()]),
        new("to 198.48.0.0/12", [Udp()], [Udp(to: "198.64.0.1"), Udp(to: "198.47.255.255")]),
        new("from 0.0.0.0/0", [Udp()], [Udp6()]),
        new("ip 8 40", [Udp()], [WithTtl(65)]),
        new("transport 4 00", [Udp(payload: new byte[10])], [Udp(payload: new byte[300])]),
        new("udp port 53", [Udp()], [Udp(port: 54), Tcp(TcpFlags.Syn, port: 53)]),
        new("udp source-port 100-200", [Udp(sourcePort: 100), Udp(sourcePort: 150), Udp(sourcePort: 200)], [Udp(sourcePort: 99), Udp(sourcePort: 201)]),
        new("length 512-65535", [Udp(payload: new byte[484])], [Udp(payload: new byte[483])]),
        new("ipv6 udp", [Udp6()], [Udp(), Packets.Tcp(from: "2001:db8::1")]),
        new("from 2001:db8::/32", [Udp6()], [Udp6("2001:db9::1"), Udp()]),
        new("from 2001:db8:0:1::/64", [Udp6("2001:db8:0:1::7")], [Udp6("2001:db8:0:2::7"), Udp6("2001:db8:1:1::7")]),
        new("to 2001:db8::2/128", [Udp6()], [Packets.Udp(from: "2001:db8::1", to: "2001:db8::3")]),
        new("flags syn", [Tcp(TcpFlags.Syn)], [Tcp(TcpFlags.Syn | TcpFlags.Ack), Tcp(TcpFlags.Ack), Udp()]),
        new("flags syn/syn+ack", [Tcp(TcpFlags.Syn), Tcp(TcpFlags.Syn | TcpFlags.Psh)], [Tcp(TcpFlags.Syn | TcpFlags.Ack)]),
        new("flags none", [Tcp(TcpFlags.None)], [Tcp(TcpFlags.Fin)]),
        new("window 512", [Syn(512, [])], [Syn(513, [])]),
        new("mss 536", [Syn(512, s_floodOptions)], [Syn(512, s_linuxOptions), Syn(512, []), Udp()]),
        new("flags syn options mss,sok,ts,nop,ws", [Syn(512, s_linuxOptions)], [Syn(512, s_floodOptions), Syn(512, [])]),
        new("options none", [Syn(512, [])], [Syn(512, s_floodOptions), Udp()]),
        new("options mss,nop,nop,nop,eol window 512 ttl 64 mss 500-600 flags syn", [Syn(512, s_floodOptions)], [Syn(511, s_floodOptions), Syn(512, s_linuxOptions)]),
        new("options mss,nop,ws", [Syn(1, [2, 4, 5, 180, 1, 3, 3, 7])], [Syn(1, [2, 4, 5, 180, 1, 3, 4, 7]), Syn(1, [2, 4, 5, 180, 1, 3, 2, 7])]),
        new("udp payload 0 \"monlist\"", [Udp(payload: "monlist and more"u8), Udp(payload: "monlist"u8)], [Udp(payload: "monlis"u8), Udp(payload: "Monlist"u8)]),
        new("udp payload 2 17??03/ff0fff", [Udp(payload: [0, 0, 0x17, 0xab, 3])], [Udp(payload: [0, 0, 0x17, 0xab, 4]), Udp(payload: [0, 0, 0x17, 0xab])]),
        new("udp payload 1 0102030405060708090a0b", [Udp(payload: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])], [Udp(payload: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12])]),
        new("udp payload 4 00", [Udp(payload: [9, 9, 9, 9, 0])], [Packets.Ethernet().Ipv4(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.1")).Udp(1, 53).Payload([9, 9, 9, 9]).PadTo(60).Build()]),
        new("tcp payload 0 \"GET \"", [Tcp(TcpFlags.Ack, payload: "GET /"u8)], [Tcp(TcpFlags.Ack, payload: "PUT /"u8), Tcp(TcpFlags.Ack)]),
        new("icmp transport 0 08", [Packets.Ping("192.0.2.1", "192.0.2.2")], [Udp()]),
        new("fragment", [Fragment(first: true), Fragment(first: false)], [Udp()]),
        new("udp port 53 fragment", [Fragment(first: true)], [Fragment(first: false), Udp()]),
        new("method land-attack", [Udp(from: "192.0.2.1", to: "192.0.2.1"), Packets.Udp(from: "2001:db8::1", to: "2001:db8::1")], [Udp(), Udp6()]),
        new("method tcp-without-flags", [Tcp(TcpFlags.None)], [Tcp(TcpFlags.Fin), Udp()]),
        new("udp port 53 method dns-any-query", [Udp(payload: Query(255))], [Udp(payload: Query(1)), Udp(payload: Query(255)[..^4]), Udp()]),
    ];

    public static TheoryData<string> Names => [.. All.Select(static c => c.Conditions)];

    public static byte[] Udp(string from = "192.0.2.1", string to = "198.51.100.1", ushort sourcePort = 40000, ushort port = 53, System.ReadOnlySpan<byte> payload = default) =>
        Packets.Udp(from, to, sourcePort, port, payload);

    public static byte[] Syn(ushort window, byte[] options) => Packets.Ethernet().Ipv4(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.1"))
        .Tcp(40000, 80, TcpFlags.Syn, (ref TcpHeader tcp) => tcp.Window = window, options).Build();

    private static byte[] Udp6(string from = "2001:db8::1") => Packets.Udp(from, "2001:db8::2");

    private static byte[] Tcp(TcpFlags flags, ushort port = 80, System.ReadOnlySpan<byte> payload = default) => Packets.Tcp(destinationPort: port, flags: flags, payload: payload);

    private static byte[] WithTtl(byte ttl) => Packets.Ethernet().Ipv4(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.1"), (ref Ipv4Header ip) => ip.TimeToLive = ttl)
        .Udp(40000, 53).Build();

    private static byte[] Fragment(bool first) => Packets.Ethernet().Ipv4(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.1"), (ref Ipv4Header ip) =>
    {
        ip.MoreFragments = first;
        ip.FragmentOffset = first ? 0 : 1480;
    }).Udp(40000, 53).Payload(new byte[16]).Build();

    // A name of two labels, then the type and the class.
    private static byte[] Query(ushort type) => [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, (byte)'a', (byte)'b', 3, (byte)'o', (byte)'r', (byte)'g', 0, (byte)(type >> 8), (byte)type, 0, 1];
}
