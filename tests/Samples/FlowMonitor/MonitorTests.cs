using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;
using BpfSharp.Testing;
using FlowMonitor;
using FlowMonitor.Configuration;
using FlowMonitor.Observation;
using Xunit;

namespace BpfSharp.Samples.Tests.FlowMonitor;

/// <summary>The logic of the monitor, as plain C#.</summary>
public sealed class MonitorTests : IDisposable
{
    private const string Rules = """
        label 10.1.0.0/16 inside
        label 10.2.0.7 printer
        deny source 10.9.0.0/16
        deny ingress udp port 7003
        deny egress tcp port 25
        """;

    private static readonly Ipv4Address s_inside = Ipv4Address.Parse("10.1.0.5");
    private static readonly Ipv4Address s_printer = Ipv4Address.Parse("10.2.0.7");
    private static readonly Ipv4Address s_denied = Ipv4Address.Parse("10.9.1.1");

    private readonly MonitorSimulation _monitor = new();
    private readonly MonitorStore _store;
    private readonly FlowTable _flows;
    private readonly List<ObservedEvent> _events = [];
    private readonly EventReader _reader;

    public MonitorTests()
    {
        _store = new MonitorStore(_monitor);
        _flows = new FlowTable(_monitor);
        _reader = new EventReader(_monitor, _events.Add);
        Load("");
    }

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public void Packets_count_in_their_flow_across_epochs()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(TcAction.Next, _monitor.Ingress.Run(Packets.Udp(s_inside, s_printer, 4000, 53, new byte[10 + i])).Verdict);
            _monitor.Egress.Run(Packets.Udp(s_printer, s_inside, 53, 4000, new byte[100]));
            _flows.EndEpoch();
        }

        FlowTotal[] flows = [.. _flows.Flows.OrderBy(static f => f.Key.Direction)];
        Assert.Equal([(FlowDirection.Ingress, 3ul, 3 * 42 + 33ul), (FlowDirection.Egress, 3ul, 3 * 142ul)], flows.Select(static f => (f.Key.Direction, f.Packets, f.Bytes)));
        Assert.Equal(((ushort)4000, (ushort)53, (ushort)17), (flows[0].Key.SourcePort, flows[0].Key.DestinationPort, flows[0].Key.Protocol));
        Assert.Equal(3u, Tallies.Read(_monitor)[Tally.Ingress].Packets);
    }

    [Theory]
    [InlineData("metadata by perf", EventPath.Perf, 0)]
    [InlineData("truncated 60 by perf", EventPath.Perf, 60)]
    [InlineData("whole by perf", EventPath.Perf, 142)]
    [InlineData("metadata by ring", EventPath.Ring, 0)]
    [InlineData("truncated 60 by ring", EventPath.Ring, 60)]
    [InlineData("whole by ring", EventPath.Ring, 142)]
    public void A_drop_is_told_with_reason_line_labels_and_bytes(string capture, EventPath path, int captured)
    {
        Load($"capture {capture}");
        byte[] packet = Packets.Udp(s_inside, s_printer, 4000, 7003, [.. Enumerable.Range(0, 100).Select(static i => (byte)i)]);
        Assert.Equal(TcAction.Shot, _monitor.Ingress.Run(packet).Verdict);
        _reader.ReadAvailable();
        ObservedEvent told = Assert.Single(_events);
        Assert.Equal((path, DropReason.ClosedPort, 4u, 142u), (told.Path, told.Annotation.Reason, told.Annotation.Rule, told.Annotation.PacketLength));
        Assert.Equal(("inside", "printer"), (_store.Current.LabelOf(told.Annotation.SourceLabel), _store.Current.LabelOf(told.Annotation.DestinationLabel)));
        Assert.Equal(packet[..captured], told.Bytes);
    }

    [Fact]
    public void A_denied_source_is_dropped_by_XDP_and_neighbour_discovery_is_not()
    {
        Assert.Equal(XdpAction.Drop, _monitor.Gate.Run(Packets.Udp(s_denied, s_printer, 1, 2, [0])).Verdict);
        Assert.Equal(XdpAction.Pass, _monitor.Gate.Run(Packets.Udp(s_inside, s_printer, 1, 2, [0])).Verdict);
        byte[] arp = new byte[60];
        (arp[12], arp[13]) = (0x08, 0x06);
        Assert.Equal(XdpAction.Pass, _monitor.Gate.Run(arp).Verdict);
        _reader.ReadAvailable();
        Assert.Equal((DropReason.DeniedSource, 3u), (Assert.Single(_events).Annotation.Reason, _events[0].Annotation.Rule));
    }

    [Fact]
    public void A_port_is_closed_for_its_protocol_and_direction_only()
    {
        Assert.Equal(TcAction.Next, _monitor.Egress.Run(Packets.Udp(s_printer, s_inside, 1, 7003, [0])).Verdict);
        Assert.Equal(TcAction.Next, _monitor.Egress.Run(Packets.Udp(s_printer, s_inside, 1, 25, [0])).Verdict);
        Assert.Equal(TcAction.Shot, _monitor.Egress.Run(Packets.Tcp(s_printer, s_inside, 1, 25, TcpFlags.Syn)).Verdict);
        Assert.Equal(TcAction.Next, _monitor.Ingress.Run(Packets.Tcp(s_printer, s_inside, 1, 25, TcpFlags.Syn)).Verdict);
    }

    [Fact]
    public void Events_without_room_are_counted()
    {
        Load("sample 1 in 1\ncapture whole by ring");
        for (int i = 0; i < 3_000; i++)
            _monitor.Ingress.Run(Packets.Udp(s_inside, s_printer, 4000, 53, [0]));
        _reader.ReadAvailable();
        Tallies tallies = Tallies.Read(_monitor);
        Assert.Equal(3_000u, tallies[Tally.Produced].Packets);
        Assert.InRange(tallies[Tally.Lost].Packets, 1u, 2_999u);
        Assert.Equal(3_000, _events.Count + (int)tallies[Tally.Lost].Packets);
    }

    [Fact]
    public void A_short_packet_passes_and_is_in_the_tallies()
    {
        byte[] cut = Packets.Udp(s_inside, s_printer, 4000, 53, [0])[..30];
        Assert.Equal(TcAction.Next, _monitor.Ingress.Run(cut).Verdict);
        _flows.EndEpoch();
        Assert.Empty(_flows.Flows);
        Assert.Equal(1u, Tallies.Read(_monitor)[Tally.Ingress].Packets);
    }

    [Theory]
    [InlineData("sample 1 in 0", "'0' is not a number of packets: 1 to 1000000")]
    [InlineData("capture truncated 300 by ring", "'300' is not a number of bytes: 14 to 256")]
    [InlineData("capture whole by mail", "'mail' is neither 'perf' nor 'ring'")]
    [InlineData("label 10.0.0.0/33 x", "'10.0.0.0/33' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'")]
    [InlineData("deny source 10.9.0.0/16", "line 3 says the same")]
    [InlineData("deny sideways udp port 1", "'sideways' is neither 'ingress' nor 'egress'")]
    [InlineData("count", "'count' is none of 'sample', 'capture', 'label' and 'deny'")]
    public void A_mistake_is_named_and_what_holds_stays(string line, string reason)
    {
        ConfigurationProblem problem = Assert.Single(_store.Load($"{Rules}\n{line}"));
        Assert.Equal((6, reason), (problem.Line, problem.Reason));
        Assert.Equal(XdpAction.Drop, _monitor.Gate.Run(Packets.Udp(s_denied, s_printer, 1, 2, [0])).Verdict);
    }

    [Fact]
    public void A_rule_that_is_gone_no_longer_drops()
    {
        Assert.Empty(_store.Load("deny source 10.8.0.0/16"));
        Assert.Equal(XdpAction.Pass, _monitor.Gate.Run(Packets.Udp(s_denied, s_printer, 1, 2, [0])).Verdict);
        Assert.False(_monitor.DeniedSources.ContainsKey(new Ipv6Prefix(PacketReader.Mapped(s_denied), 112)));
    }

    private void Load(string more) => Assert.Empty(_store.Load($"{Rules}\n{more}"));
}
