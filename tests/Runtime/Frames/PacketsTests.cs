using System;
using System.Buffers.Binary;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Frames;

public sealed class PacketsTests
{
    // Checksums computed apart, by a few lines of Python.
    private const string UdpFrame =
        "020000000002 020000000001 0800"
        + "4500 0020 0000 4000 4011 4e97 c0000201 c6336401"
        + "9c40 0035 000c 8f50 74657374";

    [Fact]
    public void A_udp_datagram_to_the_last_byte() =>
        Assert.Equal(UdpFrame.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(Packets.Udp(payload: "test"u8)));

    [Fact]
    public void Checksums_sum_up_to_nothing() =>
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UShort, Gen.UShort, Gen.Byte.Array[0, 64]).Sample(static (from, to, sport, dport, payload) =>
    {
        Ipv4Address source = Ipv4Address.FromHostOrder(from);
        Ipv4Address destination = Ipv4Address.FromHostOrder(to);
        foreach ((byte[] frame, byte protocol) in new[]
        {
            (Packets.Udp(source, destination, sport, dport, payload), (byte)17),
            (Packets.Tcp(source, destination, sport, dport, TcpFlags.Syn, payload), (byte)6),
        })
        {
            Assert.Equal(0, Sum(frame.AsSpan(14, 20), 0));
            Assert.Equal(0, Sum(frame.AsSpan(34), Sum16(frame.AsSpan(26, 8)) + protocol + (uint)(frame.Length - 34)));
        }

        Ipv6Address source6 = Ipv6Address.FromWords(from, to, from, 1);
        Ipv6Address destination6 = Ipv6Address.FromWords(to, 7, 8, from);
        byte[] v6 = Packets.Udp(source6, destination6, sport, dport, payload);
        Assert.Equal(0, Sum(v6.AsSpan(54), Sum16(v6.AsSpan(22, 32)) + 17 + (uint)(v6.Length - 54)));
        byte[] ping = Packets.Ping(source6.ToString(), destination6.ToString(), payload: payload);
        Assert.Equal(0, Sum(ping.AsSpan(54), Sum16(ping.AsSpan(22, 32)) + 58 + (uint)(ping.Length - 54)));
        Assert.Equal(0, Sum(Packets.Ping(source.ToString(), destination.ToString(), payload: payload).AsSpan(34), 0));
    });

    [Fact]
    public void A_udp_checksum_is_never_absent()
    {
        // This destination port makes the sum come out as 0.
        byte[] frame = Packets.Udp(payload: []);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(40));
        byte[] zero = Packets.Udp(destinationPort: (ushort)(53 + checksum));
        Assert.Equal([0xff, 0xff], zero[40..42]);
    }

    [Fact]
    public void Headers_nest_and_announce_each_other()
    {
        byte[] frame = Packets.Ethernet()
            .Vlan(100, priority: 3, announcedAs: EtherType.ProviderVlan)
            .Vlan(5)
            .Ipv6(Ipv6Address.Parse("2001:db8::1"), Ipv6Address.Parse("2001:db8::2"), static (ref Ipv6Header h) => h.HopLimit = 3)
            .Ipv4(Ipv4Address.Parse("10.0.0.1"), Ipv4Address.Parse("10.0.0.2"), options: [1, 1, 1, 0])
            .Tcp(1, 2, TcpFlags.Syn, options: [2, 4, 5, 0xb4])
            .Payload([1, 2, 3])
            .Build();
        string hex = Convert.ToHexStringLower(frame);
        Assert.StartsWith("020000000002020000000001" + "88a8" + "60648100" + "000586dd" + "60000000" + "0033" + "0403", hex);
        Assert.Equal(0x46, frame[62]);
        Assert.Equal(51, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(64)));
        Assert.Equal(6, frame[71]);
        Assert.Equal(0, Sum(frame.AsSpan(62, 24), 0));
        Assert.Equal(0x60, frame[86 + 12]);
        Assert.Equal(0, Sum(frame.AsSpan(86), Sum16(frame.AsSpan(74, 8)) + 6 + 27));
    }

    [Fact]
    public void Padding_is_outside_of_the_lengths()
    {
        byte[] frame = Packets.Ethernet().Ipv4(Ipv4Address.Loopback, Ipv4Address.Loopback).Udp(1, 2).PadTo(60).Build();
        Assert.Equal(60, frame.Length);
        Assert.Equal(28, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
        Assert.Equal(8, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38)));
    }

    [Fact]
    public void Editors_have_the_last_word_before_the_checksum()
    {
        byte[] frame = Packets.Ethernet()
            .Ipv4(Ipv4Address.Loopback, Ipv4Address.Loopback, static (ref Ipv4Header h) => h.TotalLength = 9999)
            .Udp(1, 2, static (ref UdpHeader h) => h.Length = 7)
            .Build();
        Assert.Equal(9999, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)));
        Assert.Equal(7, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(38)));
        Assert.Equal(0, Sum(frame.AsSpan(14, 20), 0));
    }

    [Fact]
    public void Address_resolution()
    {
        byte[] request = Packets.ArpRequest(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("192.0.2.2"));
        Assert.Equal("ffffffffffff0200000000010806" + "0001080006040001" + "020000000001c0000201" + "000000000000c0000202", Convert.ToHexStringLower(request));
        byte[] reply = Packets.ArpReply(Ipv4Address.Parse("192.0.2.2"), Ipv4Address.Parse("192.0.2.1"));
        Assert.Equal("0200000000020200000000010806" + "0001080006040002" + "020000000001c0000202" + "020000000002c0000201", Convert.ToHexStringLower(reply));
    }

    [Fact]
    public void Families_do_not_mix()
    {
        Assert.Throws<FormatException>(() => Packets.Udp(from: "2001:db8::1", to: "192.0.2.1"));
        Assert.Equal(0x86, Packets.Tcp(to: "2001:db8::7")[12]);
    }

    [Fact]
    public void Options_are_whole_words()
    {
        Assert.Throws<ArgumentException>(() => Packets.Bare().Tcp(1, 2, options: [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Packets.Bare().Ipv4(default, default, options: new byte[44]));
    }

    // One's complement sum, written apart from the code under test.
    private static ushort Sum(ReadOnlySpan<byte> bytes, uint start)
    {
        uint sum = start + Sum16(bytes);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    private static uint Sum16(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
            sum += (uint)bytes[i] << (i % 2 == 0 ? 8 : 0);
        return sum;
    }
}
