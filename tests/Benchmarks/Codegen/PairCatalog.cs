using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>Every pair, with what its maps hold.</summary>
internal static class PairCatalog
{
    public static IReadOnlyList<CodegenPair> All { get; } =
    [
        new("Counters", "Count", false, static _ => { }, PairTraffic.Udp),
        new("EthernetFilter", "Filter", false, static maps => maps.Set("Rules", MacAddress.Parse("02:00:00:00:00:02"), new TwoWords(1, 0)), PairTraffic.Udp),
        new("HeaderWalk", "Walk", false, static _ => { }, PairTraffic.Tagged),
        new("PortFilter", "Filter", false, FillPortFilter, PairTraffic.Tcp),
        new("Balancer", "Balance", false, FillBalancer, PairTraffic.Tcp) { ChangesPacket = true },
        new("Decapsulation", "Strip", false, FillDecapsulation, PairTraffic.Tunnel) { ChangesPacket = true },
        new("VlanSwap", "Swap", false, FillVlanSwap, PairTraffic.OneTag),
        new("TcVlan", "Tag", true, static maps => maps.Set("Tags", 0u, (ushort)0x6007), PairTraffic.Udp) { ChangesPacket = true },
        new("XdpNat", "Translate", false, FillXdpNat, PairTraffic.Tcp) { ChangesPacket = true },
        new("TokenBucket", "Limit", false, static _ => { }, PairTraffic.Udp)
        {
            MapsWithTimes = ["Buckets"], Still = static o => o.SetConstant("PacketsPerSecond", 0ul),
        },
        new("RttTracker", "Track", false, static _ => { }, PairTraffic.Stamped) { MapsWithTimes = ["Pending"] },
        new("DscpMark", "Mark", true, FillDscpMark, PairTraffic.Udp),
        new("EventSampling", "Observe", false, static _ => { }, PairTraffic.Udp),
        new("PayloadSignatures", "Match", false, FillSignatures, PairTraffic.Udp),
        new("IcmpEcho", "Reply", false, static maps => maps.Set("Own", PairTraffic.Server, 0ul), PairTraffic.Ping) { ChangesPacket = true },
        new("FibForward", "Forward", false, static _ => { }, PairTraffic.Tcp) { ChangesPacket = true },
        new("SynCookie", "Guard", false, static maps => maps.Set("Ports", (ushort)80, 0ul), PairTraffic.Tcp) { ChangesPacket = true, Lowest = new(6, 1) },
        new("TcNat", "Translate", true, FillTcNat, PairTraffic.Tcp) { ChangesPacket = true },
        new("TcFirewall", "Enforce", true, FillTcFirewall, PairTraffic.Tcp),
    ];

    private static void FillPortFilter(PairMaps maps)
    {
        maps.Set("Prefixes4", Ipv4Prefix.Parse("203.0.113.0/24"), 3u);
        maps.Set("Prefixes4", Ipv4Prefix.Parse("192.0.2.3/32"), 1u);
        maps.Set("Prefixes6", Ipv6Prefix.Parse("2001:db8:2::/48"), 3u);
        maps.Set("Ports", 4715u, 4ul);
        maps.Set("Ports", 6u, 2ul);
    }

    private static void FillBalancer(PairMaps maps)
    {
        maps.Set("Services", new Endpoint(PairTraffic.Server, 80, 6), new ServiceState(0, 0, 0));
        maps.Set("Services", new Endpoint(PairTraffic.Server, 53, 17), new ServiceState(1, 0, 0));
        for (uint i = 0; i < 4093 * 2; i++)
            maps.Set("Ring", i, i % 5);
        for (uint i = 0; i < 4; i++)
            maps.Set("Backends", i, new Backend(Ipv4Address.FromHostOrder(0x0a000001 + i), MacAddress.Parse("02:00:00:00:01:01"), 0));
    }

    private static void FillDecapsulation(PairMaps maps)
    {
        maps.Set("Own4", PairTraffic.Server, 1u);
        maps.Set("Own6", PairTraffic.Server6, 1u);
    }

    private static void FillVlanSwap(PairMaps maps)
    {
        maps.Set("Rules", 7u, new FourHalves(1, 0, 7, 0));
        maps.Set("Rules", 9u, new FourHalves(1, 1, 0, 0));
        maps.Set("Rules", 12u, new FourHalves(1, 0, 13, 0));
        maps.Set("Rules", 0u, new FourHalves(1, 2, 100, 0));
    }

    private static void FillXdpNat(PairMaps maps)
    {
        maps.Set("Rules", new Endpoint(PairTraffic.Server, 80, 6), new Endpoint(Ipv4Address.Parse("10.9.8.7"), 8080, 0));
        maps.Set("Rules", new Endpoint(PairTraffic.Server, 53, 17), new Endpoint(Ipv4Address.Parse("10.9.8.6"), 5353, 0));
    }

    private static void FillDscpMark(PairMaps maps)
    {
        maps.Set("Classes", 0u, new ThreeWords(7, 9, 0x0100));
        maps.Set("Classes", 46u, new ThreeWords(1, 2, 0x010a));
    }

    private static void FillSignatures(PairMaps maps)
    {
        maps.Set("Signatures", 0u, new Signature(0xff, 0x01, 9, 0, 0));
        maps.Set("Signatures", 1u, new Signature(0xffffffff, 0x66656463, 53, 12, 0));
        maps.Set("Signatures", 2u, new Signature(0xffff, 0x4242, 0, 4, 0));
        maps.Set("Signatures", 3u, new Signature(0xff00, 0x5500, 53, 0, 0));
    }

    private static void FillTcNat(PairMaps maps)
    {
        maps.Set("Flows", new Endpoint(PairTraffic.Client, 4711, 6), new Endpoint(Ipv4Address.Parse("10.1.1.1"), 1024, 0));
        maps.Set("Flows", new Endpoint(PairTraffic.Client, 4711, 17), new Endpoint(Ipv4Address.Parse("10.1.1.2"), 1025, 0));
    }

    private static void FillTcFirewall(PairMaps maps)
    {
        maps.Set("Zones", Ipv4Prefix.Parse("192.0.2.0/28"), 5u);
        maps.Set("Rules", new FourHalves(5, 0, 80, 6), 1u);
        maps.Set("Rules", new FourHalves(5, 0, 53, 17), 0u);
    }

    private readonly record struct TwoWords(ulong First, ulong Second);

    private readonly record struct ServiceState(uint Index, uint Flags, ulong Packets);

    private readonly record struct ThreeWords(uint First, uint Second, uint Third);

    private readonly record struct FourHalves(ushort First, ushort Second, ushort Third, ushort Fourth);

    private readonly record struct Endpoint(Ipv4Address Address, ushort Port, ushort Protocol);

    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    private readonly record struct Backend(Ipv4Address Address, MacAddress Gateway, ushort Flags);

    private readonly record struct Signature(ulong Mask, ulong Value, ushort Port, ushort Offset, uint Reserved);
}
