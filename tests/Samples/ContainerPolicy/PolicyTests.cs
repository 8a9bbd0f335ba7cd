using System;
using System.Linq;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using ContainerPolicy;
using ContainerPolicy.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.ContainerPolicy;

/// <summary>The logic of the policy, as plain C#.</summary>
public sealed class PolicyTests : IDisposable
{
    private const string Rules = """
        in  allow udp  from any port 7001
        in  deny  any  from 10.83.2.0/24
        in  allow tcp  from 10.83.0.0/16 port 80
        out allow udp  to   any port 53
        out allow icmp to   2001:db8::/32
        """;

    private static readonly Ipv4Address s_container = Ipv4Address.Parse("10.82.0.2");
    private static readonly Ipv4Address s_friend = Ipv4Address.Parse("10.83.1.1");
    private static readonly Ipv4Address s_foe = Ipv4Address.Parse("10.83.2.1");
    private static readonly Ipv6Address s_container6 = Ipv6Address.Parse("fd82::2");
    private static readonly Ipv6Address s_friend6 = Ipv6Address.Parse("2001:db8::1");

    private readonly PolicySimulation _policy = new();
    private readonly PolicyStore _store;

    public PolicyTests()
    {
        _store = new PolicyStore(_policy);
        Assert.Empty(_store.Load(Rules));
    }

    [Fact]
    public void What_no_rule_allows_is_denied()
    {
        Assert.True(Arrives(Packets.Udp(s_friend, s_container, 1000, 7001, [1])));
        Assert.False(Arrives(Packets.Udp(s_friend, s_container, 1000, 7002, [1])));
        Assert.False(Arrives(Packets.Udp(s_foe, s_container, 1000, 7001, [1])));
        Assert.Equal(1UL, PacketsOf(_store.NumberOf(1)));
        Assert.Equal(1UL, PacketsOf(_store.NumberOf(2)));
        Assert.Equal(1UL, Counted(PacketOutcome.DeniedByDefault));
        Assert.Equal(1UL, Counted(PacketOutcome.DeniedByRule));
    }

    [Fact]
    public void Replies_pass_by_the_flows_state_and_are_forgotten_in_time()
    {
        byte[] reply = Packets.Udp(s_friend, s_container, 53, 5300, [1]);
        Assert.False(Arrives(reply));
        Assert.True(Leaves(Packets.Udp(s_container, s_friend, 5300, 53, [1])));
        Assert.True(Arrives(reply));
        _policy.Environment.Advance(TimeSpan.FromMinutes(4));
        Assert.False(Arrives(reply));
    }

    [Fact]
    public void A_connection_that_has_ended_is_judged_anew()
    {
        Assert.True(Arrives(Tcp(s_friend, s_container, 4000, 80, TcpFlags.Syn)));
        Assert.True(Leaves(Tcp(s_container, s_friend, 80, 4000, TcpFlags.Syn | TcpFlags.Ack)));
        Assert.Empty(_store.Load("in allow udp from any port 7001"));
        Assert.True(Arrives(Tcp(s_friend, s_container, 4000, 80, TcpFlags.Ack)));
        Assert.True(Leaves(Tcp(s_container, s_friend, 80, 4000, TcpFlags.Fin | TcpFlags.Ack)));
        Assert.True(Arrives(Tcp(s_friend, s_container, 4000, 80, TcpFlags.Fin | TcpFlags.Ack)));
        Assert.False(Arrives(Tcp(s_friend, s_container, 4000, 80, TcpFlags.Syn)));
    }

    [Fact]
    public void An_error_passes_only_about_a_known_flow()
    {
        Assert.False(Arrives(Unreachable(Packets.Udp(s_container, s_friend, 5300, 53, [1]))));
        Assert.True(Leaves(Packets.Udp(s_container, s_friend, 5300, 53, [1])));
        Assert.True(Arrives(Unreachable(Packets.Udp(s_container, s_friend, 5300, 53, [1]))));
        Assert.False(Arrives(Unreachable(Packets.Udp(s_container, s_friend, 5301, 53, [1]))));
    }

    [Fact]
    public void Echoes_over_IPv6_and_their_errors()
    {
        byte[] request = Packets.Ethernet().Ipv6(s_container6, s_friend6).Icmpv6(Icmpv6Type.EchoRequest, restOfHeader: 77 << 16 | 1).Build();
        byte[] answer = Packets.Ethernet().Ipv6(s_friend6, s_container6).Icmpv6(Icmpv6Type.EchoReply, restOfHeader: 77 << 16 | 1).Build();
        Assert.False(Arrives(answer));
        Assert.True(Leaves(request));
        Assert.True(Arrives(answer));
        byte[] tooBig = Packets.Ethernet().Ipv6(Ipv6Address.Parse("2001:db8::ffff"), s_container6).Icmpv6(Icmpv6Type.PacketTooBig, restOfHeader: 1280).Payload(request.AsSpan(EthernetHeader.Size)).Build();
        Assert.True(Arrives(tooBig));
    }

    [Fact]
    public void Extension_headers_are_walked_and_later_fragments_share_the_first_ones_fate()
    {
        byte[] Fragment(Ipv6Address from, ushort offsetAndMore) => Packets.Ethernet().Ipv6(from, s_container6, static (ref Ipv6Header ip) => ip.NextHeader = IpProtocol.Fragment)
            .Payload([(byte)IpProtocol.Udp, 0, (byte)(offsetAndMore >> 8), (byte)offsetAndMore, 0, 0, 0, 9, 0x10, 0, 0x1b, 0x59, 0, 8, 0, 0], EtherType.IPv6, IpProtocol.Fragment).Build();
        byte[] first = Fragment(s_friend6, 1);
        byte[] second = Fragment(s_friend6, 2 << 3);
        Assert.False(Arrives(second));
        Assert.True(Arrives(first));
        Assert.True(Arrives(second));
        Assert.False(Arrives(Fragment(Ipv6Address.Parse("2001:db8::2"), 2 << 3)));
        Assert.Equal(2UL, Counted(PacketOutcome.LostFragment));
    }

    [Fact]
    public void The_link_works_without_rules_and_foreign_protocols_do_not()
    {
        Assert.Empty(_store.Load(""));
        Assert.True(Arrives(Packets.ArpRequest(s_friend, s_container)));
        Assert.True(Arrives(Packets.Ethernet().Ipv6(s_friend6, s_container6).Icmpv6(Icmpv6Type.NeighborSolicitation).Payload(new byte[16]).Build()));
        Assert.False(Arrives(Packets.Ethernet().Payload(new byte[46], (EtherType)0x88cc).Build()));
        byte[] cut = Packets.Udp(s_friend, s_container, 1000, 7001, [1])[..30];
        Assert.NotNull(_policy.ToContainer.Run(cut).Fault);
        Assert.False(Arrives(cut));
    }

    [Fact]
    public void Random_policies_mean_what_a_plain_reading_says()
    {
        var random = new Random(5);
        string[] networks = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3/32", "0.0.0.0/0"];
        for (int round = 0; round < 40; round++)
        {
            string text = string.Join('\n', Enumerable.Range(0, 12).Select(_ => Rule()).DistinctBy(static r => r.Split("allow")[^1].Split("deny")[^1]));
            Assert.Empty(_store.Load(text));
            _policy.Flows.Clear();
            for (int packet = 0; packet < 25; packet++)
            {
                var to = Ipv4Address.Parse($"10.{random.Next(2)}.{random.Next(1, 3)}.{random.Next(2, 4)}");
                ushort port = (ushort)(1000 + random.Next(3));
                bool expected = PolicyReference.Decide(_store.Current, toContainer: false, isV6: false, IpProtocol.Udp, port, Ipv6Address.From(to.ToIPAddress().MapToIPv6()))?.Allows == true;
                Assert.Equal(expected, Leaves(Packets.Udp(s_container, to, 1, port, [1])));
                _policy.Flows.Clear();
            }
        }

        string Rule()
        {
            string port = random.Next(2) == 0 ? $" port {1000 + random.Next(3)}" : "";
            return $"out {(random.Next(2) == 0 ? "allow" : "deny")} {(port.Length == 0 && random.Next(2) == 0 ? "any" : "udp")} to {networks[random.Next(networks.Length)]}{port}";
        }
    }

    public void Dispose() => _policy.Dispose();

    private static byte[] Tcp(Ipv4Address from, Ipv4Address to, ushort fromPort, ushort port, TcpFlags flags) =>
        Packets.Ethernet().Ipv4(from, to).Tcp(fromPort, port, flags).Build();

    private static byte[] Unreachable(byte[] about) =>
        Packets.Ethernet().Ipv4(s_friend, s_container).Icmp(IcmpType.DestinationUnreachable, 3).Payload(about.AsSpan(EthernetHeader.Size, 28)).Build();

    private bool Arrives(byte[] packet) => _policy.ToContainer.Run(packet).Verdict == TcAction.Next;

    private bool Leaves(byte[] packet) => _policy.FromContainer.Run(packet).Verdict == TcAction.Next;

    private ulong PacketsOf(uint rule) => _policy.Counters[rule].Aggregate(0UL, static (sum, counter) => sum + counter.Packets);

    private ulong Counted(PacketOutcome outcome) => _policy.Outcomes[(uint)outcome].Aggregate(0UL, static (sum, value) => sum + value);
}
