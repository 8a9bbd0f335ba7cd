using System.Collections.Generic;
using System.Linq;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary><c>bpf_fib_lookup</c>, as in <c>net/core/filter.c</c>, over the tables of the simulated network.</summary>
internal static class Routing
{
    private const uint MainTable = 254; // RT_TABLE_MAIN
    private const uint LocalTable = 255; // RT_TABLE_LOCAL
    private const FibLookupFlags KnownFlags =
        FibLookupFlags.Direct | FibLookupFlags.Output | FibLookupFlags.SkipNeighbor | FibLookupFlags.TableId | FibLookupFlags.Source | FibLookupFlags.Mark;

    public static int Lookup(PacketContext context, ref BpfFibLookup lookup, int size, uint rawFlags)
    {
        var flags = (FibLookupFlags)rawFlags;
        if (size < BpfFibLookup.ByteCount || (flags & ~KnownFlags) != 0)
            return -KernelError.Invalid;
        SimulatedNetwork network = SimulationRun.Require("routes").Environment.Network;
        bool isXdp = context is XdpContext;
        bool asksForMtu = isXdp || lookup.TotalLength != 0;
        FibLookupResult result = lookup.Family switch
        {
            BpfFibLookup.InterNetwork => Ipv4(network, ref lookup, flags, asksForMtu),
            BpfFibLookup.InterNetworkV6 => Ipv6(network, ref lookup, flags, asksForMtu),
            _ => FibLookupResult.UnknownFamily,
        };
        if (result != FibLookupResult.Success || asksForMtu)
            return (int)result;

        SimulatedInterface device = network.Find(lookup.IfIndex)!;
        lookup.Mtu = (ushort)device.Mtu;
        // is_skb_forwardable: room for a VLAN tag is granted, and segments are made to fit
        bool fits = context.Buffer.Length <= device.Mtu + device.HeaderLength + 4 || ((TcContext)context).GsoSize != 0;
        return (int)(fits ? FibLookupResult.Success : FibLookupResult.FragmentationNeeded);
    }

    private static FibLookupResult Ipv4(SimulatedNetwork network, ref BpfFibLookup lookup, FibLookupFlags flags, bool asksForMtu)
    {
        if (network.Find(lookup.IfIndex) is not { } device)
            return FibLookupResult.NoInterface;
        if (!device.ForwardsIpv4)
            return FibLookupResult.ForwardingDisabled;
        Ipv4Address destination = lookup.DestinationIpv4;
        SimulatedIpv4Route? route = Best(network.Ipv4Routes.Where(r => r.Destination.Contains(destination)), ref lookup, flags);
        uint mtu = asksForMtu ? MtuOf(network, route) : 0;
        if (Refusal(route, ref lookup, mtu) is { } refusal)
            return refusal;

        Answer(route!, ref lookup);
        if (flags.HasFlag(FibLookupFlags.Source))
            lookup.SourceIpv4 = route!.Source;
        if (route!.GatewayIpv6 is { } gatewayIpv6)
        {
            lookup.BecomeIpv6();
            lookup.DestinationIpv6 = gatewayIpv6;
        }
        else if (route.Gateway is { } gateway)
        {
            lookup.DestinationIpv4 = gateway;
        }

        return Finish(network, ref lookup, flags, mtu);
    }

    private static FibLookupResult Ipv6(SimulatedNetwork network, ref BpfFibLookup lookup, FibLookupFlags flags, bool asksForMtu)
    {
        if (IsStrict(lookup.SourceIpv6) || IsStrict(lookup.DestinationIpv6))
            return FibLookupResult.NotForwarded;
        if (network.Find(lookup.IfIndex) is not { } device)
            return FibLookupResult.NoInterface;
        if (!device.ForwardsIpv6)
            return FibLookupResult.ForwardingDisabled;
        Ipv6Address destination = lookup.DestinationIpv6;
        SimulatedIpv6Route? route = Best(network.Ipv6Routes.Where(r => r.Destination.Contains(destination)), ref lookup, flags);
        uint mtu = asksForMtu ? MtuOf(network, route) : 0;
        if (Refusal(route, ref lookup, mtu) is { } refusal)
            return refusal;

        if (route!.Gateway is { } gateway)
            lookup.DestinationIpv6 = gateway;
        Answer(route, ref lookup);
        if (flags.HasFlag(FibLookupFlags.Source))
        {
            if (route.Source is not { } source)
                return FibLookupResult.NoSourceAddress;
            lookup.SourceIpv6 = source;
        }

        return Finish(network, ref lookup, flags, mtu);
    }

    // rt6_need_strict
    private static bool IsStrict(Ipv6Address address) => address.IsLinkLocal || address.IsMulticast || address.IsLoopback;

    private static TRoute? Best<TRoute>(IEnumerable<TRoute> routes, ref BpfFibLookup lookup, FibLookupFlags flags)
        where TRoute : SimulatedRoute
    {
        // Without rules of its own, a host looks into its local table first, then into the main one.
        uint table = MainTable;
        bool isDirect = flags.HasFlag(FibLookupFlags.Direct);
        if (isDirect && flags.HasFlag(FibLookupFlags.TableId))
        {
            table = lookup.TableId;
            lookup.TableId = 0;
        }

        // fib_trie_unmerge: until there are rules, IPv4's local and main tables are one.
        bool isIpv4 = !lookup.IsIpv6;
        uint device = flags.HasFlag(FibLookupFlags.Output) ? lookup.IfIndex : 0;
        return routes
            .Where(r => r.Table == table || (r.Table == LocalTable && (!isDirect || (isIpv4 && table == MainTable))))
            .Where(r => device == 0 || r.IfIndex == device || r.Kind != SimulatedRouteKind.Unicast)
            .OrderByDescending(static r => r.Table)
            .ThenByDescending(static r => r.PrefixLength)
            .ThenBy(static r => r.Metric)
            .FirstOrDefault();
    }

    private static uint MtuOf(SimulatedNetwork network, SimulatedRoute? route) => route is null ? 0 : route.Mtu ?? network.Find(route.IfIndex)?.Mtu ?? 0;

    private static FibLookupResult? Refusal(SimulatedRoute? route, ref BpfFibLookup lookup, uint mtu)
    {
        switch (route?.Kind)
        {
            case SimulatedRouteKind.Blackhole:
                return FibLookupResult.Blackhole;
            case SimulatedRouteKind.Unreachable:
                return FibLookupResult.Unreachable;
            case SimulatedRouteKind.Prohibit:
                return FibLookupResult.Prohibited;
            case SimulatedRouteKind.Unicast when mtu != 0 && lookup.TotalLength > mtu:
                lookup.Mtu = (ushort)mtu;
                return FibLookupResult.FragmentationNeeded;
            case SimulatedRouteKind.Unicast:
                return route.Encapsulates ? FibLookupResult.UnsupportedTunnel : null;
            default:
                return FibLookupResult.NotForwarded;
        }
    }

    private static void Answer(SimulatedRoute route, ref BpfFibLookup lookup)
    {
        lookup.Metric = route.Metric;
        lookup.IfIndex = route.IfIndex;
    }

    private static FibLookupResult Finish(SimulatedNetwork network, ref BpfFibLookup lookup, FibLookupFlags flags, uint mtu)
    {
        if (!flags.HasFlag(FibLookupFlags.SkipNeighbor))
        {
            BpfFibLookup found = lookup;
            SimulatedNeighbor? neighbor = network.Neighbors.FirstOrDefault(n =>
                n.IfIndex == found.IfIndex && (found.IsIpv6 ? n.Ipv6 == found.DestinationIpv6 : n.Ipv4 == found.DestinationIpv4));
            if (neighbor is null)
                return FibLookupResult.NoNeighbor;
            lookup.DestinationMac = neighbor.Mac;
            lookup.SourceMac = network.Find(lookup.IfIndex)!.Address;
        }

        // h_vlan_proto and h_vlan_TCI
        lookup.TableId = 0;
        if (mtu != 0)
            lookup.Mtu = (ushort)mtu;
        return FibLookupResult.Success;
    }
}
