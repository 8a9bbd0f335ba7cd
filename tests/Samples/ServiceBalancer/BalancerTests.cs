using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using ServiceBalancer;
using ServiceBalancer.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.ServiceBalancer;

/// <summary>The logic of the balancer, as plain C#.</summary>
public sealed class BalancerTests : IDisposable
{
    private const string Text = """
        service udp 10.96.0.10 port 53
          backend 10.97.1.2 port 5353
          backend 10.97.2.2 port 5353
        service tcp 10.96.0.11 port 80 affinity 30
          backend 10.97.1.2 port 8080
          backend 10.97.2.2 port 8080
        service udp fd96::10 port 53
          backend fd97:1::2 port 5353
        """;

    private static readonly Ipv4Address s_client = Ipv4Address.Parse("10.98.1.2");
    private static readonly Ipv4Address s_service = Ipv4Address.Parse("10.96.0.10");
    private static readonly Ipv4Address s_web = Ipv4Address.Parse("10.96.0.11");
    private static readonly Ipv6Address s_client6 = Ipv6Address.Parse("fd98:1::2");
    private static readonly Ipv6Address s_service6 = Ipv6Address.Parse("fd96::10");
    private static readonly Ipv6Address s_backend6 = Ipv6Address.Parse("fd97:1::2");

    private readonly BalancerSimulation _balancer = new();
    private readonly ServiceStore _store;

    public BalancerTests()
    {
        _store = new ServiceStore(_balancer);
        Assert.Empty(_store.Load(Text));
    }

    [Fact]
    public void A_request_goes_to_a_backend_and_its_reply_seems_to_come_from_the_service()
    {
        byte[] sent = _balancer.FromClient.Run(Packets.Udp(s_client, s_service, 4000, 53, [1, 2, 3])).Packet;
        Ipv4Header ip = Ipv4(sent);
        Assert.Contains(ip.Destination.ToString(), new[] { "10.97.1.2", "10.97.2.2" });
        Assert.Equal((s_client, (ushort)5353), (ip.Source, Udp(sent, 34).DestinationPort));
        Assert.Equal((0, 0), (HeaderSum(sent), TransportSum(sent, v6: false)));

        TcResult reply = _balancer.ToClient.Run(Packets.Udp(ip.Destination, s_client, 5353, 4000, [4, 5]));
        Assert.Equal(TcAction.Next, reply.Verdict);
        Assert.Equal((s_service, (ushort)53), (Ipv4(reply.Packet).Source, Udp(reply.Packet, 34).SourcePort));
        Assert.Equal((0, 0), (HeaderSum(reply.Packet), TransportSum(reply.Packet, v6: false)));
    }

    [Fact]
    public void The_same_over_IPv6()
    {
        TcResult sent = _balancer.FromClient.Run(Packets.Udp(s_client6, s_service6, 4000, 53, [1, 2, 3]));
        Assert.Null(sent.Fault);
        Assert.Equal(TcAction.Next, sent.Verdict);
        Assert.Equal((s_backend6, (ushort)5353), (Ipv6(sent.Packet).Destination, Udp(sent.Packet, 54).DestinationPort));
        Assert.Equal(0, TransportSum(sent.Packet, v6: true));

        TcResult reply = _balancer.ToClient.Run(Packets.Udp(s_backend6, s_client6, 5353, 4000, [4, 5]));
        Assert.Equal((s_service6, (ushort)53), (Ipv6(reply.Packet).Source, Udp(reply.Packet, 54).SourcePort));
        Assert.Equal(0, TransportSum(reply.Packet, v6: true));
    }

    [Fact]
    public void A_datagram_without_a_checksum_stays_without()
    {
        byte[] bare = Packets.Ethernet().Ipv4(s_client, s_service).Udp(4000, 53, static (ref UdpHeader udp) => udp.Checksum = 0).Payload([1]).Build();
        bare[40] = bare[41] = 0;
        Assert.Equal(0, Udp(_balancer.FromClient.Run(bare).Packet, 34).Checksum);
    }

    [Fact]
    public void A_connection_stays_with_its_backend_when_backends_change()
    {
        byte[] packet = Packets.Udp(s_client, s_service, 4000, 53, [1]);
        Ipv4Address backend = Ipv4(_balancer.FromClient.Run(packet).Packet).Destination;
        Assert.Empty(_store.Load(Text.Replace($"backend {backend} port 5353", $"backend {backend} port 5353 weight 0", StringComparison.Ordinal)));
        Assert.Equal(backend, Ipv4(_balancer.FromClient.Run(packet).Packet).Destination);
        for (ushort port = 1; port <= 50; port++)
            Assert.NotEqual(backend, Ipv4(_balancer.FromClient.Run(Packets.Udp(s_client, s_service, port, 53, [1])).Packet).Destination);

        Assert.Empty(_store.Load(Text.Replace($"  backend {backend} port 5353\n", "", StringComparison.Ordinal)));
        Assert.NotEqual(backend, Ipv4(_balancer.FromClient.Run(packet).Packet).Destination);
    }

    [Fact]
    public void Connections_are_spread_by_weight()
    {
        Assert.Empty(_store.Load(Text.Replace("backend 10.97.2.2 port 5353", "backend 10.97.2.2 port 5353 weight 3", StringComparison.Ordinal)));
        int second = Enumerable.Range(1, 1000).Count(port =>
            Ipv4(_balancer.FromClient.Run(Packets.Udp(s_client, s_service, (ushort)port, 53, [1])).Packet).Destination == Ipv4Address.Parse("10.97.2.2"));
        Assert.InRange(second, 690, 810);
    }

    [Fact]
    public void Affinity_keeps_a_client_with_its_backend_for_its_time()
    {
        List<Ipv4Address> seen = [.. Enumerable.Range(1, 20).Select(i => To((ushort)i))];
        Assert.Single(seen.Distinct());
        _balancer.Environment.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, Enumerable.Range(100, 20).Select(i =>
        {
            _balancer.Environment.Advance(TimeSpan.FromSeconds(31));
            return To((ushort)i);
        }).Distinct().Count());

        Ipv4Address To(ushort port) => Ipv4(_balancer.FromClient.Run(Packets.Ethernet().Ipv4(s_client, s_web).Tcp(port, 80, TcpFlags.Syn).Build()).Packet).Destination;
    }

    [Fact]
    public void An_error_names_the_service_inside_and_outside()
    {
        byte[] sent = _balancer.FromClient.Run(Packets.Udp(s_client6, s_service6, 4000, 53, [1, 2, 3])).Packet;
        byte[] error = Packets.Ethernet().Ipv6(s_backend6, s_client6).Icmpv6(Icmpv6Type.DestinationUnreachable, 4).Payload(sent.AsSpan(EthernetHeader.Size)).Build();
        byte[] seen = _balancer.ToClient.Run(error).Packet;
        Assert.Equal(s_service6, Ipv6(seen).Source);
        Assert.Equal(s_service6, MemoryMarshal.Read<Ipv6Header>(seen.AsSpan(62)).Destination);
        Assert.Equal(53, BinaryPrimitives.ReadUInt16BigEndian(seen.AsSpan(104)));
        Assert.Equal(0, TransportSum(seen, v6: true));

        byte[] sent4 = _balancer.FromClient.Run(Packets.Udp(s_client, s_service, 4000, 53, [1, 2, 3])).Packet;
        Ipv4Address backend = Ipv4(sent4).Destination;
        var router = Ipv4Address.Parse("10.97.9.9");
        byte[] seen4 = _balancer.ToClient.Run(Packets.Ethernet().Ipv4(router, s_client).Icmp(IcmpType.DestinationUnreachable, 4).Payload(sent4.AsSpan(EthernetHeader.Size)).Build()).Packet;
        Assert.Equal(router, Ipv4(seen4).Source);
        Assert.Equal(s_service, MemoryMarshal.Read<Ipv4Header>(seen4.AsSpan(42)).Destination);
        Assert.Equal(0, InternetChecksum.Compute(seen4.AsSpan(42, 20)));
        Assert.Equal(0, InternetChecksum.Compute(seen4.AsSpan(34)));
        Assert.NotEqual(backend, s_service);
    }

    [Fact]
    public void A_service_address_answers_pings_and_others_go_on()
    {
        TcResult answer = _balancer.FromClient.Run(Packets.Ping(s_client.ToString(), s_service.ToString()));
        Assert.Equal(TcAction.Redirect, answer.Verdict);
        Assert.Equal((s_service, s_client), (Ipv4(answer.Packet).Source, Ipv4(answer.Packet).Destination));
        Assert.Equal(0, InternetChecksum.Compute(answer.Packet.AsSpan(34)));
        Assert.Equal(TcAction.Next, _balancer.FromClient.Run(Packets.Ping(s_client.ToString(), "10.97.1.2")).Verdict);
        Assert.Equal(TcAction.Next, _balancer.FromClient.Run(Packets.Udp(s_client, s_service, 4000, 54, [1])).Verdict);
    }

    [Theory]
    [InlineData("backend 10.0.0.1 port 1", "a backend stands under its service, and there is none yet")]
    [InlineData("service sctp 10.0.0.1 port 1", "'sctp' is neither 'tcp' nor 'udp'")]
    [InlineData("service tcp 10.0.0.1", "a service is 'service tcp|udp ADDRESS port N [affinity SECONDS]'")]
    [InlineData("service tcp 10.0.1 port 80", "'10.0.1' is no address")]
    [InlineData("service tcp 10.0.0.1 port 0", "'0' is not a port: 1 to 65535")]
    [InlineData("service tcp 10.0.0.1 port 80\nbackend fd00::1 port 80", "'fd00::1' is not of the family of its service 10.0.0.1")]
    [InlineData("service tcp 10.0.0.1 port 80\nservice tcp 10.0.0.1 port 80", "line 1 is the same service")]
    [InlineData("service tcp 10.0.0.1 port 80\nbackend 10.0.0.2 port 80 weight 1000", "'1000' is not a weight: 0 to 256")]
    public void A_mistake_is_told_with_line_and_reason(string text, string reason)
    {
        (_, IReadOnlyList<ConfigurationProblem> problems) = ServiceText.Parse(text);
        Assert.Equal([new ConfigurationProblem(text.Split('\n').Length, reason)], problems);
    }

    public void Dispose() => _balancer.Dispose();

    private static Ipv4Header Ipv4(ReadOnlySpan<byte> packet) => MemoryMarshal.Read<Ipv4Header>(packet[EthernetHeader.Size..]);

    private static Ipv6Header Ipv6(ReadOnlySpan<byte> packet) => MemoryMarshal.Read<Ipv6Header>(packet[EthernetHeader.Size..]);

    private static UdpHeader Udp(ReadOnlySpan<byte> packet, int offset) => MemoryMarshal.Read<UdpHeader>(packet[offset..]);

    private static int HeaderSum(ReadOnlySpan<byte> packet) => InternetChecksum.Compute(packet.Slice(EthernetHeader.Size, Ipv4Header.Size));

    // Pseudo header and all that follows, by hand: 0 is right.
    private static int TransportSum(ReadOnlySpan<byte> packet, bool v6)
    {
        int addresses = v6 ? 22 : 26;
        int transport = v6 ? 54 : 34;
        byte protocol = packet[v6 ? 20 : 23];
        ulong sum = (ulong)(packet.Length - transport + protocol);
        for (int i = addresses; i < transport; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        return InternetChecksum.Compute(packet[transport..], sum);
    }
}
