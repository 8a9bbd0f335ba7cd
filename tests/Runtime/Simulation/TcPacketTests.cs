using System;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class TcPacketTests
{
    private static readonly byte[] s_packet = Packets.Tcp(payload: Enumerable.Range(0, 100).Select(static i => (byte)i).ToArray());

    [Fact]
    public void The_packet_is_all_of_it_however_little_is_linear()
    {
        using var probe = new Probe();
        for (int linear = 0; linear <= s_packet.Length; linear += 7)
        {
            probe.RunTc(
                s_packet,
                ctx =>
                {
                    Assert.Equal(s_packet.Length, ctx.Length);
                    Assert.Equal(linear, ctx.Packet.LinearLength);
                    Assert.Equal(linear, ctx.Packet.Bytes.Length);
                    Assert.Equal(80, ctx.Packet.Header<TcpHeader>(34).DestinationPort);
                    Assert.Equal(Math.Max(linear, 54), ctx.Packet.LinearLength);
                    Assert.Equal(99, ctx.Packet.Header<byte>(s_packet.Length - 1));
                    Assert.Equal(s_packet.Length, ctx.Packet.LinearLength);
                    Assert.False(ctx.Packet.TryHeader(s_packet.Length, out Ref<byte> _));
                },
                new TcRunOptions { LinearLength = linear });
        }
    }

    [Fact]
    public void References_survive_a_pull()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(
            s_packet,
            static ctx =>
            {
                ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
                ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(34);
                eth.EtherType = EtherType.Arp;
                tcp.DestinationPort = 81;
            },
            new TcRunOptions { LinearLength = 14 });
        Assert.Equal([8, 6], result.Packet[12..14]);
        Assert.Equal(81, result.Packet[37]);
    }

    [Fact]
    public void Pulling_takes_what_there_is()
    {
        using var probe = new Probe();
        probe.RunTc(
            s_packet,
            static ctx =>
            {
                Assert.True(ctx.Pull(0));
                Assert.Equal(14, ctx.Packet.LinearLength);
                Assert.True(ctx.Pull(100));
                Assert.Equal(100, ctx.Packet.LinearLength);
                Assert.False(ctx.Pull((uint)s_packet.Length + 1));
                Assert.True(ctx.Pull((uint)s_packet.Length));
            },
            new TcRunOptions { LinearLength = 14 });
    }

    [Fact]
    public void Bytes_are_loaded_and_stored_anywhere()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(
            s_packet,
            static ctx =>
            {
                Span<byte> bytes = [9, 9];
                Assert.False(ctx.LoadBytes((uint)s_packet.Length - 1, bytes));
                Assert.Equal([0, 0], bytes.ToArray());
                Assert.True(ctx.LoadBytes((uint)s_packet.Length - 2, bytes));
                Assert.Equal([98, 99], bytes.ToArray());
                Assert.True(ctx.StoreBytes(60, bytes, StoreFlags.InvalidateHash));
                Assert.Equal(62, ctx.Packet.LinearLength);
                Assert.Equal(0u, ctx.Hash);
                Assert.False(ctx.StoreBytes((uint)s_packet.Length - 1, bytes));
                Assert.False(ctx.StoreBytes(0, bytes, (StoreFlags)4));
                Assert.True(ctx.TryLoad(60, out ushort both));
                Assert.Equal(98 | (99 << 8), both);
                Assert.True(ctx.TryStore(64, in both));
                Assert.False(ctx.TryStore((uint)s_packet.Length - 1, in both));
                Assert.False(ctx.TryLoad((uint)s_packet.Length - 1, out both));
                Assert.Equal(0, both);
            },
            new TcRunOptions { LinearLength = 14, Hash = 77 });
        Assert.Equal([98, 99], result.Packet[60..62]);
        Assert.Equal([98, 99], result.Packet[64..66]);
    }

    [Fact]
    public void Checksums_follow_changes()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(s_packet, static ctx =>
        {
            uint from = ctx.Packet.Header<Ipv4Header>(14).Source.NetworkOrder;
            uint to = Ipv4Address.Parse("203.0.113.77").NetworkOrder;
            Assert.True(ctx.ReplaceInTransportChecksum(34 + 16, from, to, 4, TransportChecksumFlags.PseudoHeader));
            Assert.True(ctx.ReplaceInHeaderChecksum(14 + 10, from, to, 4));
            ctx.Packet.Header<Ipv4Header>(14).Source = Ipv4Address.Parse("203.0.113.77");

            BigEndianUInt16 oldPort = 80, newPort = 8080;
            Assert.True(ctx.ReplaceInTransportChecksum(34 + 16, oldPort.Raw, newPort.Raw, 2));
            ctx.Packet.Header<TcpHeader>(34).DestinationPort = 8080;
        });
        Assert.Equal(Packets.Tcp(from: "203.0.113.77", destinationPort: 8080, payload: s_packet.AsSpan(54)), result.Packet);
    }

    [Fact]
    public void Checksum_helpers_refuse_what_the_kernel_refuses()
    {
        using var probe = new Probe();
        probe.RunTc(Packets.Udp(), static ctx =>
        {
            ref UdpHeader udp = ref ctx.Packet.Header<UdpHeader>(34);
            Assert.False(ctx.ReplaceInHeaderChecksum(25, 1, 2, 2));
            Assert.False(ctx.ReplaceInHeaderChecksum(24, 1, 2, 3));
            Assert.False(ctx.ReplaceInHeaderChecksum(24, 1, 2, 0));
            Assert.False(ctx.ReplaceInHeaderChecksum(1000, 1, 2, 2));
            udp.Checksum = 0;
            Assert.True(ctx.ReplaceInTransportChecksum(40, 1, 2, 2, TransportChecksumFlags.MangledZero));
            Assert.Equal(0, udp.Checksum);
            Assert.True(ctx.ReplaceInTransportChecksum(40, 0, 0, 2, TransportChecksumFlags.MangledZero | TransportChecksumFlags.EnforceZero));
            Assert.Equal(0xffff, udp.Checksum);
        });
    }

    [Fact]
    public void A_difference_of_bytes_corrects_a_checksum()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(s_packet, static ctx =>
        {
            Span<byte> to = [1, 2, 3, 4, 5, 6, 7, 8];
            long difference = Bpf.ChecksumDifference(ctx.Packet.Bytes.Slice(60, 8), to);
            Assert.True(difference >= 0);
            Assert.True(ctx.ReplaceInTransportChecksum(34 + 16, 0, (ulong)difference, 0));
            to.CopyTo(ctx.Packet.Bytes[60..]);
            Assert.Equal(-22, Bpf.ChecksumDifference(to[..3], to));
        });
        byte[] payload = s_packet[54..];
        Enumerable.Range(1, 8).Select(static i => (byte)i).ToArray().CopyTo(payload, 6);
        Assert.Equal(Packets.Tcp(payload: payload), result.Packet);
    }

    [Fact]
    public void The_packet_changes_its_length_at_both_ends()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(
            s_packet,
            static ctx =>
            {
                Assert.False(ctx.ChangeTail(13));
                Assert.False(ctx.ChangeTail(20000));
                Assert.True(ctx.ChangeTail(60));
                Assert.Equal((60, 60), (ctx.Length, ctx.Packet.LinearLength));
                Assert.True(ctx.ChangeTail(64));
                Assert.Equal((64, 64), (ctx.Length, ctx.Packet.LinearLength));
                Assert.True(ctx.GrowHead(4));
                Assert.False(ctx.ChangeTail(17));
                Assert.Equal(68, ctx.Length);
                Assert.False(ctx.GrowHead(uint.MaxValue));
            },
            new TcRunOptions { LinearLength = 14 });
        Assert.Equal([0, 0, 0, 0, .. s_packet[..60], 0, 0, 0, 0], result.Packet);
    }

    [Fact]
    public void Vlan_tags_stand_beside_the_packet()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(s_packet, static ctx =>
        {
            Assert.False(ctx.HasVlanTag);
            Assert.True(ctx.PushVlan(EtherType.Vlan, 5));
            Assert.Equal((true, 5u, EtherType.Vlan, EtherType.IPv4), (ctx.HasVlanTag, ctx.VlanTag, ctx.VlanProtocol, ctx.Protocol));
            Assert.Equal(s_packet.Length, ctx.Length);
            Assert.True(ctx.PushVlan(EtherType.ProviderVlan, 6));
            Assert.Equal((6u, EtherType.ProviderVlan, EtherType.Vlan), (ctx.VlanTag, ctx.VlanProtocol, ctx.Protocol));
            Assert.Equal(5, ctx.Packet.Header<VlanHeader>(14).VlanId);
            Assert.Equal(EtherType.Vlan, ctx.Packet.Header<EthernetHeader>(0).EtherType);
            Assert.True(ctx.PopVlan());
            Assert.Equal((true, 5u, EtherType.IPv4), (ctx.HasVlanTag, ctx.VlanTag, ctx.Protocol));
            Assert.True(ctx.PopVlan());
            Assert.False(ctx.HasVlanTag);
            Assert.True(ctx.PopVlan());
        });
        Assert.Equal(s_packet, result.Packet);
    }

    [Fact]
    public void A_popped_tag_may_uncover_a_length_instead_of_a_type()
    {
        using var probe = new Probe();
        byte[] llc = Packets.Ethernet().Vlan(5).Payload([1, 2, 3, 4], (EtherType)4).Build();
        probe.RunTc(llc, static ctx =>
        {
            Assert.True(ctx.PopVlan());
            Assert.Equal((EtherType)4, ctx.Protocol); // ETH_P_802_2
        });
    }

    [Fact]
    public void The_context_tells_what_the_run_was_given()
    {
        using var probe = new Probe();
        TcResult result = probe.RunTc(
            s_packet,
            static ctx =>
            {
                Assert.Equal((3u, 4u, PacketType.OtherHost, EtherType.IPv4), (ctx.IfIndex, ctx.IngressIfIndex, ctx.PacketType, ctx.Protocol));
                Assert.Equal((1u, 2u), (ctx.Mark, ctx.Priority));
                Assert.Equal((uint)s_packet.Length, ctx.WireLength);
                ctx.Mark = 11;
                ctx.Priority += 20;
                ctx.Control4 = 5;
            },
            new TcRunOptions { IfIndex = 3, IngressIfIndex = 4, Mark = 1, Priority = 2 });
        Assert.Equal((11u, 22u), (result.Mark, result.Priority));
        Assert.Equal(TcAction.Redirect, probe.TcProgram(static ctx => ctx.RedirectIngress(9)).Run(s_packet).Verdict);
        Assert.Equal(new RedirectTarget(9, Ingress: true), probe.TcProgram(static ctx => ctx.RedirectIngress(9)).Run(s_packet).Redirect);
    }

    [Theory]
    [InlineData("ffffffffffff", PacketType.Broadcast)]
    [InlineData("01005e000001", PacketType.Multicast)]
    [InlineData("020000000001", PacketType.OtherHost)]
    [InlineData("000000000000", PacketType.Host)]
    public void Whom_the_packet_is_for_is_seen_in_its_address(string destination, PacketType expected)
    {
        using var probe = new Probe();
        probe.RunTc([.. Convert.FromHexString(destination), .. new byte[8]], ctx => Assert.Equal(expected, ctx.PacketType));
    }
}
