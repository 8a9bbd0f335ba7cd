using System;
using System.Buffers.Binary;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using TcModes;
using Xunit;

namespace BpfSharp.Samples.Tests.TcModes;

/// <summary>The logic of the gate, as plain C#.</summary>
public sealed class GateTests
{
    private const int PayloadOffset = EthernetHeader.Size + 20 + UdpHeader.Size;

    private readonly GateSimulation _gate = new();

    [Fact]
    public void The_open_port_passes_on_with_the_versions_stamp()
    {
        TcResult first = _gate.First.Run(Probe(ProbePacket.OpenPort));
        TcResult second = _gate.Second.Run(Probe(ProbePacket.OpenPort));
        Assert.Equal((TcAction.Next, 1), (first.Verdict, first.Packet[PayloadOffset + ProbePacket.StampOffset]));
        Assert.Equal((TcAction.Next, 2), (second.Verdict, second.Packet[PayloadOffset + ProbePacket.StampOffset]));
        Assert.Equal(1UL, _gate.Stamped[1].Aggregate(0UL, static (sum, value) => sum + value));
    }

    [Fact]
    public void The_closed_port_is_shot_by_both_versions()
    {
        Assert.Equal(TcAction.Shot, _gate.First.Run(Probe(ProbePacket.ClosedPort)).Verdict);
        Assert.Equal(TcAction.Shot, _gate.Second.Run(Probe(ProbePacket.ClosedPort)).Verdict);
        Assert.Equal(1UL, _gate.Refused[2].Aggregate(0UL, static (sum, value) => sum + value));
    }

    [Fact]
    public void Both_stamps_stay_and_the_checksum_stays_right()
    {
        using var foreigner = new ForeignerSimulation();
        byte[] stamped = _gate.Second.Run(Probe(ProbePacket.OpenPort)).Packet.ToArray();
        TcResult watched = foreigner.Watch.Run(stamped);
        Assert.Equal(TcAction.Ok, watched.Verdict);
        ReadOnlySpan<byte> packet = watched.Packet;
        Assert.Equal(2, packet[PayloadOffset + ProbePacket.StampOffset]);
        Assert.Equal(1, packet[PayloadOffset + ProbePacket.StampOffset + 1]);
        Assert.Equal(0, UdpSum(packet));
    }

    [Fact]
    public void A_short_probe_and_foreign_protocols_are_left_alone()
    {
        byte[] cut = Probe(ProbePacket.OpenPort)[..(PayloadOffset + 4)];
        TcResult result = _gate.First.Run(cut);
        Assert.Equal(TcAction.Next, result.Verdict);
        Assert.Equal(cut, result.Packet);

        byte[] arp = new byte[60];
        BinaryPrimitives.WriteUInt16BigEndian(arp.AsSpan(12), 0x0806);
        Assert.Equal(TcAction.Next, _gate.First.Run(arp).Verdict);
    }

    private static byte[] Probe(ushort port) =>
        Packets.Udp(Ipv4Address.Parse("10.78.0.1"), Ipv4Address.Parse("10.78.0.2"), sourcePort: 4000, destinationPort: port, new byte[ProbePacket.Size]);

    // RFC 768 by hand, independent of the program's arithmetic: 0 is right.
    private static int UdpSum(ReadOnlySpan<byte> packet)
    {
        ReadOnlySpan<byte> udp = packet[(EthernetHeader.Size + 20)..];
        long sum = 17 + udp.Length;
        for (int i = 26; i < 34; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        for (int i = 0; i < udp.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(udp[i..]);
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (int)(0xffff - sum);
    }
}
