using System;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using BpfSharp.Testing;
using EgressScheduler;
using EgressScheduler.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.EgressScheduler;

/// <summary>The logic of the programs, as plain C#.</summary>
public sealed class EgressTests : IDisposable
{
    private const string Plan = """
        default rate 20mbit
        class gold   10 rate 40mbit
        class bronze 20 rate 8mbit
        udp to 10.86.0.0/24 port 9001 -> gold mark 0x10 dscp ef
        udp to any port 9001          -> bronze
        any to any dscp af11          -> bronze mark 0x21 dscp cs1
        tcp to fd86::/64              -> gold dscp 0
        """;

    private const uint Gold = 0x1_0010;
    private const uint Bronze = 0x1_0020;

    private static readonly Ipv4Address s_from = Ipv4Address.Parse("10.86.0.1");
    private static readonly Ipv4Address s_near = Ipv4Address.Parse("10.86.0.2");
    private static readonly Ipv4Address s_far = Ipv4Address.Parse("10.87.0.2");
    private static readonly Ipv6Address s_from6 = Ipv6Address.Parse("fd86::1");
    private static readonly Ipv6Address s_near6 = Ipv6Address.Parse("fd86::2");

    private readonly EgressSimulation _egress = new();
    private readonly RecordedClasses _classes = new();
    private readonly EgressStore _store;

    public EgressTests()
    {
        _store = new EgressStore(_egress, _classes);
        Assert.Empty(_store.Load(Plan));
    }

    [Fact]
    public void The_longest_prefix_decides()
    {
        TcResult near = _egress.Classify.Run(Udp(s_near, 9001));
        TcResult far = _egress.Classify.Run(Udp(s_far, 9001));
        Assert.Equal((TcAction.Next, Gold, 0x10u), (near.Verdict, near.Priority, near.Mark));
        Assert.Equal((TcAction.Next, Bronze, 0u), (far.Verdict, far.Priority, far.Mark));
        Assert.Equal((1UL, 1UL), (PacketsOf(4), PacketsOf(5)));
    }

    [Fact]
    public void What_no_rule_names_is_left_as_it_is()
    {
        byte[] packet = Udp(s_near, 9005);
        TcResult result = _egress.Classify.Run(packet);
        Assert.Equal((TcAction.Next, 0u, 0u), (result.Verdict, result.Priority, result.Mark));
        Assert.Equal(packet, result.Packet);
        Assert.Equal((int)TcClass.NoMatch, (int)_egress.ClassOf.Run(packet).Verdict);
        Assert.Equal(TcAction.Next, _egress.MinorOf.Run(packet).Verdict);
    }

    [Fact]
    public void The_dscp_changes_and_congestion_bits_and_checksum_stay_right()
    {
        byte[] packet = Udp(s_near, 9001);
        SetTypeOfService(packet, 0x03);
        TcResult result = _egress.Classify.Run(packet);
        Assert.Equal(46 << 2 | 3, result.Packet[15]);
        Assert.Equal(0, InternetChecksum.Compute(result.Packet[14..34]));

        byte[] marked = Udp(s_near, 9005);
        SetTypeOfService(marked, 10 << 2 | 1);
        TcResult renamed = _egress.Classify.Run(marked);
        Assert.Equal((Bronze, 0x21u), (renamed.Priority, renamed.Mark));
        Assert.Equal(8 << 2 | 1, renamed.Packet[15]);
        Assert.Equal(0, InternetChecksum.Compute(renamed.Packet[14..34]));
    }

    [Fact]
    public void Ipv6_packets_have_their_traffic_class_changed_only()
    {
        byte[] packet = Packets.Udp(s_from6, s_near6, 4000, 9005, [1, 2]);
        packet[14] = 0x60 | 10 >> 2;
        packet[15] = 10 << 6 & 0xff | 2 << 4 | 0x05;
        TcResult result = _egress.Classify.Run(packet);
        Assert.Equal(Bronze, result.Priority);
        Assert.Equal((0x60 | 8 >> 2, 8 << 6 & 0xff | 2 << 4 | 0x05), (result.Packet[14], result.Packet[15]));
        Assert.Equal(packet[16..], result.Packet[16..].ToArray());
    }

    [Fact]
    public void A_plain_classifier_gives_the_class_and_a_direct_one_the_minor_number()
    {
        byte[] packet = Udp(s_near, 9001);
        Assert.Equal((int)Gold, (int)_egress.ClassOf.Run(packet).Verdict);
        TcResult direct = _egress.MinorOf.Run(packet);
        Assert.Equal((TcAction.Ok, 0x10u), (direct.Verdict, direct.ClassId));
    }

    [Fact]
    public void Later_fragments_go_with_the_first()
    {
        byte[] first = Udp(s_near, 9001);
        byte[] later = [.. first];
        SetFragment(first, 0x2000);
        SetFragment(later, 0x00b9);
        later.AsSpan(34, 4).Clear(); // no ports here
        Assert.Equal(0u, _egress.Classify.Run(later).Priority);
        Assert.Equal(Gold, _egress.Classify.Run(first).Priority);
        TcResult result = _egress.Classify.Run(later);
        Assert.Equal((Gold, 0x10u, 46 << 2), (result.Priority, result.Mark, (int)result.Packet[15]));
    }

    [Fact]
    public void A_short_packet_goes_on_unchanged()
    {
        byte[] cut = Udp(s_near, 9001)[..30];
        TcResult result = _egress.Classify.Run(cut);
        Assert.Equal((TcAction.Next, 0u), (result.Verdict, result.Priority));
        Assert.Equal((int)TcClass.NoMatch, (int)_egress.ClassOf.Run(cut).Verdict);
    }

    [Fact]
    public void A_change_sets_what_changed_and_takes_off_what_went()
    {
        _classes.Steps.Clear();
        Assert.Empty(_store.Load(Plan.Replace("class bronze 20 rate 8mbit", "class bronze 30 rate 8mbit", StringComparison.Ordinal).Replace("40mbit", "24mbit", StringComparison.Ordinal)));
        Assert.Equal(["1:10 at 24000000", "1:30 at 8000000", "1:20 off"], _classes.Steps);
        Assert.Equal(0x1_0030u, _egress.Classify.Run(Udp(s_far, 9001)).Priority);
        Assert.Equal(_store.Current.Rules.Sum(static r => r.Entries), _egress.Rules.CountEntries());
    }

    [Fact]
    public void A_plan_with_a_mistake_changes_nothing()
    {
        _classes.Steps.Clear();
        Assert.Single(_store.Load(Plan + "\nudp to any -> silver"));
        Assert.Empty(_classes.Steps);
        Assert.Equal(Gold, _egress.Classify.Run(Udp(s_near, 9001)).Priority);
    }

    [Fact]
    public void What_packets_have_with_them_is_counted()
    {
        _egress.Observe.Run(Udp(s_near, 9001), new TcRunOptions { Priority = Gold, Mark = 7 });
        _egress.Observe.Run(Udp(s_near, 9001), new TcRunOptions { Priority = 5 });
        byte[] arp = new byte[60];
        (arp[12], arp[13]) = (0x08, 0x06);
        _egress.Observe.Run(arp);
        Assert.Equal(1UL, _egress.Labels[new Label { Class = Gold, Mark = 7 }]);
        Assert.Equal(1UL, _egress.Labels[new Label { IsLink = 1 }]);
        Assert.Equal(1UL, _egress.Labels[default]);
    }

    public void Dispose() => _egress.Dispose();

    private static byte[] Udp(Ipv4Address to, ushort port) => Packets.Udp(s_from, to, 4000, port, [1, 2, 3, 4]);

    private static void SetTypeOfService(byte[] packet, byte value)
    {
        packet[15] = value;
        SetChecksum(packet);
    }

    private static void SetFragment(byte[] packet, ushort value)
    {
        (packet[20], packet[21]) = ((byte)(value >> 8), (byte)value);
        SetChecksum(packet);
    }

    private static void SetChecksum(byte[] packet)
    {
        (packet[24], packet[25]) = (0, 0);
        ushort sum = InternetChecksum.Compute(packet.AsSpan(14, 20));
        (packet[24], packet[25]) = ((byte)(sum >> 8), (byte)sum);
    }

    private ulong PacketsOf(int line) => _egress.Counters[_store.NumberOf(line)].Aggregate(0UL, static (sum, packets) => sum + packets);
}
