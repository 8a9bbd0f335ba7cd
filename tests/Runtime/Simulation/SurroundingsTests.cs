using System;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

/// <summary>What a test says about a packet's surroundings is what helpers answer, and what helpers do is in the result.</summary>
public sealed class SurroundingsTests
{
    private static readonly byte[] s_packet = Packets.Udp(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.7"), 4711, 53, new byte[40]);

    [Fact]
    public void Redirects_are_in_the_result()
    {
        using var probe = new Probe();
        var hop = new RedirectNextHop(Ipv4Address.Parse("10.0.0.9"));
        RedirectTarget? Target(Func<TcContext, TcAction> body) => probe.TcProgram(body).Run(s_packet).Redirect;

        Assert.Equal(new RedirectTarget(7, false), Target(static ctx => ctx.Redirect(7)));
        Assert.Equal(new RedirectTarget(7, true), Target(static ctx => ctx.RedirectIngress(7)));
        Assert.Equal(new RedirectTarget(7, true) { Peer = true }, Target(static ctx => ctx.RedirectToPeer(7)));
        Assert.Equal(new RedirectTarget(7, false) { Neighbor = true }, Target(static ctx => ctx.RedirectToNeighbor(7)));
        Assert.Equal(Ipv4Address.Parse("10.0.0.9"), Target(ctx => ctx.RedirectToNeighbor(7, in hop))!.Value.NextHop!.Value.Ipv4);
        Assert.Null(Target(static ctx => TcAction.Ok));
    }

    [Fact]
    public void Copies_are_in_the_result_as_they_were_sent()
    {
        using var probe = new Probe();
        probe.Environment.Network.Interfaces.Add(new SimulatedInterface(5));
        TcResult result = probe.RunTc(s_packet, static ctx =>
        {
            Assert.True(ctx.SendClone(5));
            ctx.Packet.Header<byte>(0) = 0x77;
            Assert.True(ctx.ReceiveClone(5));
            Assert.False(ctx.SendClone(6));
        });
        Assert.Equal([new RedirectTarget(5, false), new RedirectTarget(5, true)], result.Clones.Select(static c => c.Target));
        Assert.Equal(s_packet, result.Clones[0].Packet);
        Assert.Equal(0x77, result.Clones[1].Packet[0]);
    }

    [Fact]
    public void Owners_of_the_socket_and_the_route_are_told()
    {
        using var probe = new Probe();
        var options = new TcRunOptions { Cgroups = [1, 20, 300], CgroupClassId = 4, RouteRealm = 5, SocketCookie = 6, SocketUserId = 1000, NetworkNamespaceCookie = 8 };
        probe.RunTc(s_packet, static ctx =>
        {
            Assert.Equal((300ul, 20ul, 0ul), (ctx.CgroupId(), ctx.AncestorCgroupId(1), ctx.AncestorCgroupId(3)));
            Assert.Equal((4u, 4u, 5u), (ctx.SenderClassId(), ctx.SocketClassId(), ctx.RouteRealm()));
            Assert.Equal((6ul, 1000u, 8ul), (ctx.SocketCookie(), ctx.SocketUserId(), ctx.NetworkNamespaceCookie()));
        }, options);
        probe.RunTc(s_packet, static ctx => Assert.Equal(0ul, ctx.CgroupId()), options with { Cgroups = [] });
    }

    [Fact]
    public void A_tunnel_is_received_and_another_one_is_in_the_result()
    {
        using var probe = new Probe();
        var received = new TunnelKey { Id = 42, RemoteIpv4 = Ipv4Address.Parse("10.0.0.1"), Flags = 4 };
        TcResult result = probe.RunTc(
            s_packet,
            static ctx =>
            {
                Assert.False(ctx.TryGetTunnelKey(out _, TunnelReadFlags.Ipv6));
                Assert.True(ctx.TryGetTunnelKey(out TunnelKey key));
                Assert.Equal((42u, Ipv4Address.Parse("10.0.0.1"), (ushort)0), (key.Id, key.RemoteIpv4, (ushort)key.Flags));
                Span<byte> options = stackalloc byte[8];
                Assert.Equal(4, ctx.GetTunnelOptions(options));
                Assert.Equal(-12, ctx.GetTunnelOptions(options[..3]));
                // Options belong to a tunnel that the program has set.
                Assert.False(ctx.SetTunnelOptions(options[..4]));
                Assert.True(ctx.SetTunnelKey(new TunnelKey { Id = 43 }));
                Assert.True(ctx.SetTunnelOptions(options[..4]));
            },
            new TcRunOptions { TunnelKey = received, TunnelOptions = [1, 2, 3, 4] });
        Assert.Equal(43u, result.TunnelKey!.Value.Id);
        Assert.Null(probe.RunTc(s_packet, static _ => { }, new TcRunOptions { TunnelKey = received }).TunnelKey);
    }

    [Fact]
    public void Hashes_are_those_that_the_test_gives()
    {
        using var probe = new Probe();
        uint first = 0;
        probe.RunTc(s_packet, ctx => first = ctx.ComputeHash());
        probe.RunTc(s_packet, ctx => Assert.Equal(first, ctx.ComputeHash()));
        probe.RunTc(Packets.Udp(Ipv4Address.Parse("192.0.2.1"), Ipv4Address.Parse("198.51.100.7"), 4711, 54, new byte[40]), ctx => Assert.NotEqual(first, ctx.ComputeHash()));
        probe.RunTc(s_packet, static ctx => Assert.Equal(9u, ctx.ComputeHash()), new TcRunOptions { Hash = 9 });

        probe.Environment.FlowHash = static packet => (uint)packet.Length;
        probe.Environment.SynCookieHash = static _ => 1000;
        probe.RunTc(s_packet, static ctx =>
        {
            Assert.Equal((uint)s_packet.Length, ctx.ComputeHash());
            Ipv4Header ip = default;
            Span<byte> tcp = stackalloc byte[20];
            tcp[7] = 5; // the sequence number
            tcp[12] = 0x50;
            Assert.True(SynCookies.TryGenerate(in ip, tcp, out uint cookie, out ushort size));
            Assert.Equal((1005u, (ushort)536), (cookie, size));
        });
    }

    [Fact]
    public void Clocks_go_with_the_simulated_time()
    {
        using var probe = new Probe();
        probe.Environment.KtimeNs = 10_500_000_000;
        probe.Environment.TickNs = 1_000_000_000;
        probe.Environment.TaiAtBootNs = 7;
        probe.Environment.NumaNode = 3;
        probe.Run(static _ =>
        {
            Assert.Equal(10_000_000_000ul, Bpf.KtimeCoarseNs());
            Assert.Equal(10_500_000_007ul, Bpf.KtimeTaiNs());
            Assert.Equal((1ul << 32) - 300 + 10, Bpf.Jiffies());
            Assert.Equal(3u, Bpf.NumaNode());
        });
    }

    [Fact]
    public void Segments_carry_less_where_headers_grow()
    {
        using var probe = new Probe();
        var options = new TcRunOptions { GsoSize = 1448, GsoSegments = 3 };
        probe.RunTc(s_packet, static ctx =>
        {
            Assert.True(ctx.AdjustRoom(20, AdjustRoomMode.Mac, AdjustRoomFlags.EncapsulateIpv4));
            Assert.Equal((1428u, 0u), (ctx.GsoSize, ctx.GsoSegments));
        }, options);
        probe.RunTc(s_packet, static ctx =>
        {
            Assert.True(ctx.AdjustRoom(20, AdjustRoomMode.Mac, AdjustRoomFlags.FixedSegmentSize));
            Assert.Equal((1448u, 0u), (ctx.GsoSize, ctx.GsoSegments));
        }, options);
    }

    [Fact]
    public void What_is_not_linear_is_not_loaded_relative_to_a_header()
    {
        using var probe = new Probe();
        probe.RunTc(s_packet, static ctx =>
        {
            Assert.True(ctx.TryLoad(PacketStart.Network, 0, out Ipv4Header ip));
            Assert.Equal(Ipv4Address.Parse("192.0.2.1"), ip.Source);
            Assert.False(ctx.TryLoad(PacketStart.Network, 20, out UdpHeader _));
            Assert.True(ctx.TryLoad(34, out UdpHeader _));
        }, new TcRunOptions { LinearLength = 34 });
    }
}
