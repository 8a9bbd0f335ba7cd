using System;
using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using RedirectFabric;
using Xunit;

namespace BpfSharp.Samples.Tests.RedirectFabric;

/// <summary>The logic of the fabric, as plain C#.</summary>
public sealed class FabricTests : IDisposable
{
    private const uint HostEnd = 12;
    private const uint Uplink = 9;

    private static readonly Ipv4Address s_here = Ipv4Address.Parse("10.79.0.1");
    private static readonly Ipv4Address s_there = Ipv4Address.Parse("10.79.0.2");
    private static readonly Ipv4Address s_outside = Ipv4Address.Parse("10.80.0.2");
    private static readonly Ipv6Address s_here6 = Ipv6Address.Parse("fd79::1");
    private static readonly Ipv6Address s_there6 = Ipv6Address.Parse("fd79::2");
    private static readonly MacAddress s_asker = MacAddress.Parse("02:00:00:00:00:77");
    private static readonly MacAddress s_thereMac = MacAddress.Parse("02:00:00:00:00:99");

    private readonly FabricSimulation _fabric = new();

    public FabricTests()
    {
        _fabric.Endpoints4[s_there] = new Endpoint(HostEnd, s_thereMac);
        _fabric.Endpoints6[s_there6] = new Endpoint(HostEnd, s_thereMac);
        _fabric.Uplinks4[Ipv4Prefix.Parse("10.80.0.0/24")] = Uplink;
    }

    [Fact]
    public void A_container_gets_the_packet_by_its_peer_with_its_link_address()
    {
        TcResult result = _fabric.FromContainer.Run(Packets.Udp(s_here, s_there, 1000, 2000, [1]));
        Assert.Equal(TcAction.Redirect, result.Verdict);
        Assert.Equal((HostEnd, true), (result.Redirect!.Value.IfIndex, result.Redirect.Value.Peer));
        EthernetHeader eth = MemoryMarshal.Read<EthernetHeader>(result.Packet);
        Assert.Equal((s_thereMac, Fabric.GatewayMac), (eth.Destination, eth.Source));
        Assert.Equal(64, result.Packet[EthernetHeader.Size + 8]);
        Assert.Equal(1UL, Counted(FabricPath.ToContainer));
    }

    [Fact]
    public void The_way_outside_costs_a_hop_and_keeps_the_checksum_right()
    {
        TcResult result = _fabric.FromContainer.Run(Packets.Udp(s_here, s_outside, 1000, 2000, [1]));
        Assert.Equal((Uplink, true), (result.Redirect!.Value.IfIndex, result.Redirect.Value.Neighbor));
        Assert.Equal(63, result.Packet[EthernetHeader.Size + 8]);
        Assert.Equal(0, InternetChecksum.Compute(result.Packet.AsSpan(EthernetHeader.Size, Ipv4Header.Size)));
    }

    [Fact]
    public void A_packet_at_the_end_of_its_life_goes_no_further_than_the_link()
    {
        byte[] dying = Packets.Ethernet().Ipv4(s_here, s_outside, static (ref Ipv4Header ip) => ip.TimeToLive = 1).Udp(1000, 2000).Build();
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(dying).Verdict);
        byte[] near = Packets.Ethernet().Ipv4(s_here, s_there, static (ref Ipv4Header ip) => ip.TimeToLive = 1).Udp(1000, 2000).Build();
        Assert.Equal(TcAction.Redirect, _fabric.FromContainer.Run(near).Verdict);
    }

    [Fact]
    public void A_stranger_gets_nothing_and_the_hosts_own_packets_go_on()
    {
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(Packets.Udp(s_here, s_here, 1000, 2000, [1])).Verdict);
        Assert.Equal(1UL, Counted(FabricPath.Dropped));
        Assert.Equal(TcAction.Next, _fabric.FromOutside.Run(Packets.Udp(s_outside, Ipv4Address.Parse("10.80.0.1"), 1000, 2000, [1])).Verdict);
        Assert.Equal(TcAction.Redirect, _fabric.FromOutside.Run(Packets.Udp(s_outside, s_there, 1000, 2000, [1])).Verdict);
    }

    [Fact]
    public void An_ARP_request_becomes_the_gateways_answer()
    {
        TcResult result = _fabric.FromContainer.Run(Packets.ArpRequest(s_here, s_there, s_asker));
        Assert.Equal(TcAction.Redirect, result.Verdict);
        Assert.False(result.Redirect!.Value.Ingress);
        ArpHeader arp = MemoryMarshal.Read<ArpHeader>(result.Packet.AsSpan(EthernetHeader.Size));
        Assert.Equal(ArpOperation.Reply, arp.Operation);
        Assert.Equal((Fabric.GatewayMac, s_there), (arp.SenderHardware, arp.SenderProtocol));
        Assert.Equal((s_asker, s_here), (arp.TargetHardware, arp.TargetProtocol));
        Assert.Equal(s_asker, MemoryMarshal.Read<EthernetHeader>(result.Packet).Destination);
    }

    [Fact]
    public void Nobody_answers_for_strangers_or_to_a_search_for_duplicates()
    {
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(Packets.ArpRequest(s_here, Ipv4Address.Parse("10.79.0.99"), s_asker)).Verdict);
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(Packets.ArpRequest(s_there, s_there, s_asker)).Verdict);
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(Solicitation(s_here6, Ipv6Address.Parse("fd79::99"))).Verdict);
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(Solicitation(s_there6, s_there6)).Verdict);
    }

    [Fact]
    public void A_solicitation_becomes_an_advertisement_with_a_right_checksum()
    {
        TcResult result = _fabric.FromContainer.Run(Solicitation(s_here6, s_there6));
        Assert.Equal(TcAction.Redirect, result.Verdict);
        Ipv6Header ip = MemoryMarshal.Read<Ipv6Header>(result.Packet.AsSpan(EthernetHeader.Size));
        Assert.Equal((s_there6, s_here6), (ip.Source, ip.Destination));
        NeighborMessage message = MemoryMarshal.Read<NeighborMessage>(result.Packet.AsSpan(EthernetHeader.Size + Ipv6Header.Size));
        Assert.Equal(Icmpv6Type.NeighborAdvertisement, message.Icmp.Type);
        Assert.Equal(NeighborMessage.SolicitedOverride, message.Icmp.RestOfHeader);
        Assert.Equal((s_there6, NeighborMessage.TargetLinkAddress, Fabric.GatewayMac), (message.Target, message.OptionType, message.LinkAddress));
        Assert.Equal(0, Icmpv6Sum(result.Packet));
    }

    [Fact]
    public void A_solicitation_that_has_passed_a_router_is_not_believed()
    {
        byte[] forged = Solicitation(s_here6, s_there6);
        forged[EthernetHeader.Size + 7] = 254;
        Assert.Equal(TcAction.Shot, _fabric.FromContainer.Run(forged).Verdict);
    }

    public void Dispose() => _fabric.Dispose();

    private static byte[] Solicitation(Ipv6Address from, Ipv6Address target)
    {
        byte[] body = new byte[24];
        MemoryMarshal.Write(body, target);
        body[16] = NeighborMessage.SourceLinkAddress;
        body[17] = 1;
        MemoryMarshal.Write(body.AsSpan(18), s_asker);
        return Packets.Ethernet(s_asker).Ipv6(from, Ipv6Address.Parse("ff02::1:ff00:2"), static (ref Ipv6Header ip) => ip.HopLimit = 255)
            .Icmpv6(Icmpv6Type.NeighborSolicitation).Payload(body).Build();
    }

    // RFC 4443, 2.3 by hand: 0 is right.
    private static int Icmpv6Sum(ReadOnlySpan<byte> packet)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(EthernetHeader.Size + 4)..]);
        ReadOnlySpan<byte> summed = packet[(EthernetHeader.Size + 8)..(EthernetHeader.Size + Ipv6Header.Size + length)];
        long sum = length + 58;
        for (int i = 0; i < summed.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(summed[i..]);
        while (sum > 0xffff)
            sum = (sum & 0xffff) + (sum >> 16);
        return (int)(0xffff - sum);
    }

    private ulong Counted(FabricPath path) => _fabric.Paths[(uint)path].Aggregate(0UL, static (sum, value) => sum + value);
}
