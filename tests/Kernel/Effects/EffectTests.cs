using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>What helpers do to real packets, as real sockets see it.</summary>
public sealed class EffectTests
{
    private const int Count = 5;

    [Fact]
    public void A_pushed_tag_goes_over_the_wire_and_a_popped_one_is_gone()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using EffectProgramsObject near = EffectProgramsLoader.Load(), far = EffectProgramsLoader.Load();
        using var socket = new Datagrams(pair.Far);
        using TcLink push = pair.Near.Run(() => near.PushTag.Attach(VethPair.NearInterface, TcDirection.Egress));

        // Nobody there knows the VLAN.
        Datagrams.Send(pair.Near, VethPair.FarAddress, socket.Port, Count);
        Assert.Equal(0, socket.Receive(0));

        using TcLink pop = pair.Far.Run(() => far.PopTag.Attach(VethPair.FarInterface, TcDirection.Ingress));
        Datagrams.Send(pair.Near, VethPair.FarAddress, socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
        Assert.Equal((Count, (ulong)EffectPrograms.Tag), ((int)far.Count, far.Seen));
    }

    [Fact]
    public void The_peer_in_another_namespace_receives_at_once()
    {
        KernelTest.Require("ethtool");
        using var network = new ThreeNamespaces();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load();
        loaded.IfIndex = network.OutIndex;
        using var socket = new Datagrams(network.Third);
        network.FarKnowsThirdAs(ThreeNamespaces.ThirdMac);

        Datagrams.Send(network.Pair.Far, ThreeNamespaces.ThirdAddress, socket.Port, Count);
        Assert.Equal(0, socket.Receive(0));
        using TcLink link = network.Pair.Near.Run(() => loaded.ToPeer.Attach(VethPair.NearInterface, TcDirection.Ingress));
        Datagrams.Send(network.Pair.Far, ThreeNamespaces.ThirdAddress, socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_neighbour_gets_the_packet_by_its_link_address(bool nextHop)
    {
        KernelTest.Require("ethtool");
        using var network = new ThreeNamespaces();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load();
        loaded.IfIndex = network.OutIndex;
        loaded.NewAddress = Ipv4Address.Parse(ThreeNamespaces.ThirdAddress).HostOrder;
        using var socket = new Datagrams(network.Third);
        network.FarKnowsThirdAs(VethPair.NearMac);

        LoadedTcProgram program = nextHop ? loaded.ToNextHop : loaded.ToNeighbor;
        using TcLink link = network.Pair.Near.Run(() => program.Attach(VethPair.NearInterface, TcDirection.Ingress));
        Datagrams.Send(network.Pair.Far, ThreeNamespaces.ThirdAddress, socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        KernelTest.Require("ethtool");
        using var network = new ThreeNamespaces();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load(), third = EffectProgramsLoader.Load();
        loaded.IfIndex = network.OutIndex;
        // The copy is for the near side; the third takes it, whatever its link address is, and sends it to its own socket.
        using var original = new Datagrams(network.Pair.Near);
        using var copy = new Datagrams(network.Third);
        network.Third.Ip($"address add {VethPair.NearAddress}/32 dev {ThreeNamespaces.ThirdInterface}");
        using TcLink adopt = network.Third.Run(() => third.Adopt.Attach(ThreeNamespaces.ThirdInterface, TcDirection.Ingress));
        using TcLink link = network.Pair.Near.Run(() => loaded.Copy.Attach(VethPair.NearInterface, TcDirection.Ingress));

        Datagrams.Send(network.Pair.Far, VethPair.NearAddress, original.Port, Count);
        Assert.Equal(Count, original.Receive(Count));
        Assert.Equal(0, copy.Receive(0));
        Datagrams.Send(network.Pair.Far, VethPair.NearAddress, copy.Port, Count);
        Assert.Equal(Count, copy.Receive(Count));
        Assert.Equal(2 * Count, (int)loaded.Count);
    }

    [Fact]
    public void A_packet_of_another_host_is_adopted()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load();
        using var socket = new Datagrams(pair.Near);
        pair.Far.Ip($"neighbour replace {VethPair.NearAddress} lladdr 02:00:00:00:00:77 dev {VethPair.FarInterface} nud permanent");

        Datagrams.Send(pair.Far, VethPair.NearAddress, socket.Port, Count);
        Assert.Equal(0, socket.Receive(0));
        using TcLink link = pair.Near.Run(() => loaded.Adopt.Attach(VethPair.NearInterface, TcDirection.Ingress));
        Datagrams.Send(pair.Far, VethPair.NearAddress, socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
    }

    [Fact]
    public void A_delivery_time_is_seen_by_the_next_program()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load();
        using var socket = new Datagrams(pair.Far);
        using TcLink delay = pair.Near.Run(() => loaded.Delay.Attach(VethPair.NearInterface, TcDirection.Egress));
        using TcLink see = pair.Near.Run(() => loaded.SeeDelay.Attach(VethPair.NearInterface, TcDirection.Egress));

        Datagrams.Send(pair.Near, VethPair.FarAddress, socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
        Assert.Equal(Count, (int)loaded.Count);
    }

    [Fact]
    public void A_tunnel_device_sends_where_the_program_says()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        Tunnel(pair.Near, "10.97.0.1", "02:00:00:00:00:11", "10.97.0.2", "02:00:00:00:00:12");
        Tunnel(pair.Far, "10.97.0.2", "02:00:00:00:00:12", "10.97.0.1", "02:00:00:00:00:11");
        using EffectProgramsObject near = EffectProgramsLoader.Load(), far = EffectProgramsLoader.Load();
        near.NewAddress = Ipv4Address.Parse(VethPair.FarAddress).HostOrder;
        far.NewAddress = Ipv4Address.Parse(VethPair.NearAddress).HostOrder;
        using var socket = new Datagrams(pair.Far);
        using TcLink receive = pair.Far.Run(() => far.OutOfTunnel.Attach("vx0", TcDirection.Ingress));

        // Without a key the device does not know where to send.
        Datagrams.Send(pair.Near, "10.97.0.2", socket.Port, Count);
        Assert.Equal(0, socket.Receive(0));
        using TcLink send = pair.Near.Run(() => near.IntoTunnel.Attach("vx0", TcDirection.Egress));
        Datagrams.Send(pair.Near, "10.97.0.2", socket.Port, Count);
        Assert.Equal(Count, socket.Receive(Count));
        Assert.Equal(Count, (int)far.Count);
    }

    [Fact]
    public void A_translated_packet_has_checksums_that_the_receiver_accepts()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using EffectProgramsObject loaded = EffectProgramsLoader.Load();
        using var socket = new Datagrams(pair.Near);
        loaded.NewAddress = Ipv4Address.Parse(VethPair.NearAddress).HostOrder;
        loaded.NewPort = socket.Port;
        pair.Far.Ip($"route add 192.0.2.0/24 via {VethPair.NearAddress} dev {VethPair.FarInterface}");
        using TcLink link = pair.Near.Run(() => loaded.Translate.Attach(VethPair.NearInterface, TcDirection.Ingress));

        Datagrams.Send(pair.Far, "192.0.2.55", EffectPrograms.OldPort, Count);
        Assert.Equal(Count, socket.Receive(Count));
        Assert.Equal(Count, (int)loaded.Count);
    }

    private static void Tunnel(TestNamespace where, string address, string mac, string neighbor, string neighborMac)
    {
        where.Ip($"link add vx0 address {mac} type vxlan external dstport 4789");
        where.Run(static () => System.IO.File.WriteAllText("/proc/sys/net/ipv6/conf/vx0/disable_ipv6", "1"));
        where.Ip($"address add {address}/24 dev vx0");
        where.Ip("link set vx0 up");
        where.Ip($"neighbour add {neighbor} lladdr {neighborMac} dev vx0 nud permanent");
    }
}
