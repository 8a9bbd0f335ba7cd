using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;
using BpfSharp.Testing;
using EdgeBalancer;
using EdgeBalancer.Configuration;
using Xunit;
using static BpfSharp.Samples.Tests.EdgeBalancer.EdgeLab;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>What the balancer does with each packet, byte for byte: run by the kernel and as plain C#.</summary>
public abstract class EdgeBehaviour(IEdge edge)
{
    private readonly EdgeStore _store = new(edge);

    /// <summary>The balancer.</summary>
    protected IEdge Edge { get; } = edge;

    [Fact]
    public void A_flow_goes_where_its_table_says_in_one_more_header()
    {
        Load(Text);
        VipEntry web = _store.Current.Vips[0];
        foreach (ushort port in Ports(40))
        {
            byte[] packet = Packets.Ethernet().Ipv4(Client, Web, static (ref Ipv4Header ip) => ip.TypeOfService = 0xb8).Tcp(port, 80, TcpFlags.Ack).Payload([1, 2, 3]).Build();
            uint hash = Hash(Client, port, Web, 80, IpProtocol.Tcp);
            Assert.Equal((XdpAction.Tx, Hex(Wrapped(packet, ByTable(_store, web, hash), hash))), Run(packet));
        }

        Assert.Equal(40ul, Tallied(Tally.New));
        Assert.Equal(3, Ports(40).Select(p => ByTable(_store, web, Hash(Client, p, Web, 80, IpProtocol.Tcp))).Distinct().Count());
    }

    [Fact]
    public void Services_and_backends_have_their_packets_and_bytes_counted()
    {
        Load(Text);
        VipEntry web = _store.Current.Vips[0];
        string[] targets = [.. Ports(30).Concat(Ports(30)).Select(Sent)];
        int length = Packets.Tcp(Client, Web, 4000, 80).Length;
        Assert.Equal((60ul, (ulong)(60 * length)), Counted(Edge.VipCounters[_store.TableOf(web)]));
        foreach (BackendEntry backend in web.Backends)
        {
            ulong packets = (ulong)targets.Count(t => t == backend.Address.ToString());
            Assert.Equal((packets, packets * (ulong)length), Counted(Edge.BackendCounters[_store.IndexOf(backend)]));
        }

        Assert.Equal((30ul, 30ul), (Tallied(Tally.New), Tallied(Tally.Known)));

        static (ulong Packets, ulong Bytes) Counted(Counter[] perCpu) => perCpu.Aggregate((0ul, 0ul), static (sum, c) => (sum.Item1 + c.Packets, sum.Item2 + c.Bytes));
    }

    [Fact]
    public void IPv4_in_IPv6_and_IPv6_in_IPv6()
    {
        Load(Text);
        byte[] names = Packets.Udp(Client, Names, 4000, 53, [1, 2, 3, 4, 5]);
        uint hash = Hash(Client, 4000, Names, 53, IpProtocol.Udp);
        Assert.Equal((XdpAction.Tx, Hex(Wrapped(names, "fd97:1::2", hash))), Run(names));

        byte[] six = Packets.Ethernet().Ipv6(Client6, Web6, static (ref Ipv6Header ip) => ip.TrafficClass = 0x2e).Tcp(4000, 80).Payload([9]).Build();
        hash = Hash(Client6, 4000, Web6, 80, IpProtocol.Tcp);
        Assert.Equal((XdpAction.Tx, Hex(Wrapped(six, ByTable(_store, _store.Current.Vips[2], hash), hash))), Run(six));
    }

    [Fact]
    public void Padding_of_short_frames_is_not_counted_in()
    {
        Load(Text);
        byte[] padded = Packets.Ethernet().Ipv4(Client, Web).Tcp(4000, 80).PadTo(60).Build();
        byte[] sent = Edge.Balance.Run(padded).Packet;
        Assert.Equal(Ipv4Header.Size + Ipv4Header.Size + TcpHeader.Size, MemoryMarshal.Read<Ipv4Header>(sent.AsSpan(EthernetHeader.Size)).TotalLength);
        Assert.Equal(80, sent.Length);
    }

    [Fact]
    public void What_is_not_for_a_service_passes_as_it_is()
    {
        Load(Text);
        foreach (byte[] packet in (byte[][])[Packets.Udp("10.98.1.2", "10.1.1.1"), Packets.Tcp("fd98::1", "fd98::2"), Packets.ArpRequest(Client, Web), Packets.Ping("10.98.1.2", "10.1.1.1")])
            Assert.Equal((XdpAction.Pass, Hex(packet)), Run(packet));
        Assert.Equal(XdpAction.Drop, Run(Packets.Udp(Client, Web, 4000, 81)).Verdict);
        Assert.Equal(1ul, Tallied(Tally.Dropped + (uint)DropReason.NoService));
    }

    [Fact]
    public void A_flow_stays_while_backends_are_drained_and_added_and_a_new_one_does_not_come()
    {
        Load(Text);
        string[] before = [.. Ports(60).Select(Sent)];
        string drained = before[0];
        Load(Text.Replace($"backend {drained}\n", $"backend {drained} weight 0\n  backend 10.97.9.9\n", StringComparison.Ordinal));
        Assert.Equal(before, Ports(60).Select(Sent));
        string[] others = [.. Enumerable.Range(20_000, 60).Select(p => Sent((ushort)p))];
        Assert.DoesNotContain(drained, others);
        Assert.Contains("10.97.9.9", others);

        // A SYN is a new connection, whatever was there before.
        Assert.NotEqual(drained, Target(Edge.Balance.Run(Packets.Tcp(Client, Web, Ports(1).Single(), 80, TcpFlags.Syn)).Packet));
    }

    [Fact]
    public void Flows_of_a_backend_that_is_gone_or_not_well_choose_anew()
    {
        Load(Text);
        string[] before = [.. Ports(60).Select(Sent)];
        string gone = before[0];
        BackendEntry ill = _store.Current.Vips[0].Backends.Single(b => b.Address.ToString() == gone);
        Assert.True(_store.SetHealth(ill, false));
        Assert.False(_store.SetHealth(ill, false));
        string[] after = [.. Ports(60).Select(Sent)];
        Assert.DoesNotContain(gone, after);
        Assert.All(before.Zip(after), pair => Assert.True(pair.First == gone || pair.First == pair.Second));
        Assert.True(_store.SetHealth(ill, true));
        Assert.Equal(after, Ports(60).Select(Sent));

        // The place in the map goes to another backend, which must not get the flows of the one before.
        string changed = Text.Replace($"backend {gone}\n", "backend 10.97.9.9\n", StringComparison.Ordinal);
        Load(changed);
        VipEntry web = _store.Current.Vips[0];
        Assert.All(Ports(60).Zip(after), pair => Assert.True(Sent(pair.First) == pair.Second));
        Assert.Contains("10.97.9.9", Enumerable.Range(20_000, 60).Select(p => Sent((ushort)p)));
        Assert.DoesNotContain(gone, web.Backends.Select(static b => b.Address.ToString()));
    }

    [Fact]
    public void A_service_that_takes_the_place_of_another_has_none_of_its_flows()
    {
        Load(Text);
        Sent(4000);
        string other = Text.Replace("vip tcp 10.100.0.1 port 80\n  backend 10.97.1.2\n  backend 10.97.2.2\n  backend 10.97.3.2", "vip tcp 10.100.0.9 port 80\n  backend 10.97.8.8", StringComparison.Ordinal);
        Assert.NotEqual(Text, other);
        Load(other);
        Assert.Equal("10.97.8.8", Target(Edge.Balance.Run(Packets.Tcp(Client, Ipv4Address.Parse("10.100.0.9"), 4000, 80)).Packet));
        Assert.Equal(XdpAction.Pass, Run(Packets.Tcp(Client, Ipv4Address.Parse("10.100.0.8"), 4000, 80)).Verdict);
    }

    [Fact]
    public void Errors_go_to_the_backend_of_the_flow_that_they_are_about()
    {
        Load(Text);
        var router = Ipv4Address.Parse("10.98.9.9");
        foreach (ushort port in Ports(12))
        {
            string backend = Sent(port);
            byte[] answer = Packets.Bare().Ipv4(Web, Client).Tcp(80, port).Payload(new byte[8]).Build();
            byte[] error = Packets.Ethernet().Ipv4(router, Web).Icmp(IcmpType.DestinationUnreachable, 4, 1_300).Payload(answer.AsSpan(0, 28)).Build();
            uint hash = Hash(Client, port, Web, 80, IpProtocol.Tcp);
            Assert.Equal((XdpAction.Tx, Hex(Wrapped(error, backend, hash))), Run(error));

            string backend6 = Target(Edge.Balance.Run(Packets.Tcp(Client6, Web6, port, 80)).Packet);
            byte[] answer6 = Packets.Bare().Ipv6(Web6, Client6).Tcp(80, port).Payload(new byte[8]).Build();
            byte[] error6 = Packets.Ethernet().Ipv6(Ipv6Address.Parse("fd98::9"), Web6).Icmpv6(Icmpv6Type.PacketTooBig, 0, 1_300).Payload(answer6).Build();
            Assert.Equal((XdpAction.Tx, Hex(Wrapped(error6, backend6, Hash(Client6, port, Web6, 80, IpProtocol.Tcp)))), Run(error6));
        }

        Assert.Equal(24ul, Tallied(Tally.Error));
    }

    [Fact]
    public void Pings_are_answered()
    {
        Load(Text);
        byte[] reply = Packets.Ethernet(Packets.DestinationMac, Packets.SourceMac).Ipv4(Web, Client).Icmp(IcmpType.EchoReply, 0, 0x0007_0009).Payload([1, 2, 3, 4]).Build();
        Assert.Equal((XdpAction.Tx, Hex(reply)), Run(Packets.Ping(Client.ToString(), Web.ToString(), 7, 9, [1, 2, 3, 4])));
        byte[] reply6 = Packets.Ethernet(Packets.DestinationMac, Packets.SourceMac).Ipv6(Web6, Client6).Icmpv6(Icmpv6Type.EchoReply, 0, 0x0007_0009).Payload([1, 2, 3, 4]).Build();
        Assert.Equal((XdpAction.Tx, Hex(reply6)), Run(Packets.Ping(Client6.ToString(), Web6.ToString(), 7, 9, [1, 2, 3, 4])));
    }

    [Fact]
    public void Later_fragments_follow_the_first()
    {
        Load(Text);
        byte[] later = Packets.Ethernet().Ipv4(Client, Names, static (ref Ipv4Header ip) => Part(ref ip, 1_480, more: false, IpProtocol.Udp)).Payload(new byte[100]).Build();
        Assert.Equal(XdpAction.Drop, Run(later).Verdict);
        byte[] first = Packets.Ethernet().Ipv4(Client, Names, static (ref Ipv4Header ip) => Part(ref ip, 0, more: true, IpProtocol.Udp)).Udp(4000, 53).Payload(new byte[1_472]).Build();
        uint hash = Hash(Client, 4000, Names, 53, IpProtocol.Udp);
        Assert.Equal((XdpAction.Tx, Hex(Wrapped(first, "fd97:1::2", hash))), Run(first));
        Assert.Equal((XdpAction.Tx, Hex(Wrapped(later, "fd97:1::2", hash))), Run(later));

        static void Part(ref Ipv4Header ip, int offset, bool more, IpProtocol protocol)
        {
            ip.DontFragment = false;
            ip.Identification = 77;
            ip.FragmentOffset = offset;
            ip.MoreFragments = more;
            ip.Protocol = protocol;
        }
    }

    [Fact]
    public void A_connection_id_names_the_backend_whoever_sends()
    {
        Load(Text);
        byte[] ofFirst = [0x40, 0x07, 0, 0, 1, 9, 9, 9, 9, 1, 2, 3];
        byte[] ofSecond = [0x40, 0x07, 0x01, 0x11, 0x70, 9, 9, 9, 9, 1, 2, 3]; // 70,000
        byte[] handshake = [0xe0, 0, 0, 0, 1, 8, 0x07, 0x01, 0x11, 0x70, 9, 9, 9, 9, 0, 1];
        foreach (ushort port in Ports(20))
        {
            Assert.Equal("10.97.1.2", Quic(port, ofFirst));
            Assert.Equal("10.97.2.2", Quic(port, ofSecond));
            Assert.Equal("10.97.2.2", Quic(port, handshake));
        }

        Assert.Equal(60ul, Tallied(Tally.ByConnectionId));

        // Another configuration of ids, an unknown server, an id that is too short, no id: by the table.
        foreach (byte[] other in (byte[][])[[0x40, 0x27, 0, 0, 1, 9], [0x40, 0x07, 0, 0, 3, 9], [0xe0, 0, 0, 0, 1, 4, 0x07, 0, 0, 1], [0x40]])
            Quic(5000, other);
        Assert.Equal(60ul, Tallied(Tally.ByConnectionId));

        string Quic(ushort port, byte[] payload) => Target(Edge.Balance.Run(Packets.Udp(Client, Web, port, 443, payload)).Packet);
    }

    [Fact]
    public void Who_is_listed_is_dropped_and_told()
    {
        Load($"report 1 in 1\ndrop 10.98.1.2\ndrop 10.98.3.0/24\ndrop fd98:1::/48\n{Text}");
        Assert.Equal(XdpAction.Drop, Run(Packets.Tcp(Client, Web, 4000, 80)).Verdict);
        Assert.Equal(XdpAction.Drop, Run(Packets.Tcp("10.98.3.77", Web.ToString(), 4000, 80)).Verdict);
        Assert.Equal(XdpAction.Drop, Run(Packets.Tcp(Client6, Web6, 4000, 80)).Verdict);
        Assert.Equal(XdpAction.Tx, Run(Packets.Tcp("10.98.1.3", Web.ToString(), 4000, 80)).Verdict);
        var told = new List<DropEvent>();
        Edge.Drops.ReadAvailable((in DropEvent e) => told.Add(e));
        Assert.Equal(
            [(DropReason.ListedSource, 2u, "::ffff:10.98.1.2"), (DropReason.ListedNetwork, 3u, "::ffff:10.98.3.77"), (DropReason.ListedNetwork, 4u, Client6.ToString())],
            told.Select(static e => (e.Reason, e.Line, e.Source.ToString())));
        Assert.All(told, static e => Assert.Equal((4000, 80, 6u, 1u), (e.SourcePort, e.DestinationPort, e.Protocol, e.OneIn)));

        Load(Text);
        Assert.Equal(XdpAction.Tx, Run(Packets.Tcp(Client, Web, 4000, 80)).Verdict);
        Assert.Equal(XdpAction.Tx, Run(Packets.Tcp(Client6, Web6, 4000, 80)).Verdict);
    }

    [Fact]
    public void A_source_and_a_network_have_their_bursts()
    {
        Load($"limit source 1 burst 5\n{Text}");
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => Run(Packets.Tcp(Client, Web, 4000, 80)).Verdict == XdpAction.Tx));
        Assert.Equal(XdpAction.Tx, Run(Packets.Tcp("10.98.1.3", Web.ToString(), 4000, 80)).Verdict);
        Assert.Equal(15ul, Tallied(Tally.Dropped + (uint)DropReason.SourceRate));

        Load($"limit network 1 burst 30\n{Text}");
        Assert.Equal(30, Enumerable.Range(0, 100).Count(i => Run(Packets.Tcp($"10.98.7.{i}", Web.ToString(), 4000, 80)).Verdict == XdpAction.Tx));
        Assert.Equal(XdpAction.Tx, Run(Packets.Tcp("10.98.8.1", Web.ToString(), 4000, 80)).Verdict);
        Assert.Equal(30, Enumerable.Range(0, 100).Count(i => Run(Packets.Tcp($"fd98:9:0:{i:x}::1", Web6.ToString(), 4000, 80)).Verdict == XdpAction.Tx));
    }

    [Fact]
    public void Of_a_flood_of_new_flows_few_are_remembered_and_none_goes_astray()
    {
        Load($"limit flows 1 burst 10\n{Text}");
        VipEntry web = _store.Current.Vips[0];
        foreach (ushort port in Ports(50))
            Assert.Equal(ByTable(_store, web, Hash(Client, port, Web, 80, IpProtocol.Tcp)), Sent(port));
        Assert.InRange(Tallied(Tally.New), 10ul, 11ul);
        Assert.InRange(Tallied(Tally.Unremembered), 39ul, 40ul);
    }

    /// <summary>Runs a packet.</summary>
    protected (XdpAction Verdict, string Packet) Run(byte[] packet)
    {
        XdpResult result = Edge.Balance.Run(packet);
        return (result.Verdict, Hex(result.Packet));
    }

    /// <summary>Loads a configuration without a mistake.</summary>
    protected void Load(string text) => Assert.Empty(_store.Load(text));

    /// <summary>Packets counted, on all CPUs.</summary>
    protected ulong Tallied(Tally tally) => Edge.Tallies[(uint)tally].Aggregate(0ul, static (sum, c) => sum + c.Packets);

    private static IEnumerable<ushort> Ports(int count) => Enumerable.Range(10_000, count).Select(static p => (ushort)p);

    private static uint Hash(Ipv4Address client, ushort port, Ipv4Address service, ushort servicePort, IpProtocol protocol) =>
        Hash(PacketReader.Mapped(client), port, PacketReader.Mapped(service), servicePort, protocol);

    private static uint Hash(Ipv6Address client, ushort port, Ipv6Address service, ushort servicePort, IpProtocol protocol) => FlowHash.Of(new PacketFacts
    {
        Source = client,
        Destination = service,
        SourcePort = port,
        DestinationPort = servicePort,
        Protocol = (uint)protocol,
    });

    private string Sent(ushort port) => Target(Edge.Balance.Run(Packets.Tcp(Client, Web, port, 80)).Packet);
}
