using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Simulation;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>A namespace with routes of every kind, and the same as tables for a simulation.</summary>
internal sealed partial class RoutingNetwork : IDisposable
{
    private const string Forwarding = "near0";
    private const string Quiet = "far0";
    private const string NeighborMac = "02:00:00:00:00:09";

    public RoutingNetwork()
    {
        try
        {
            Namespace.Ip($"link add {Forwarding} address 02:00:00:00:00:01 type veth peer name {Quiet}");
            Namespace.Ip($"link set {Quiet} up");
            Namespace.Ip($"link set {Forwarding} mtu 1400 up");
            Namespace.Run(static () =>
            {
                File.WriteAllText($"/proc/sys/net/ipv4/conf/{Forwarding}/forwarding", "1");
                File.WriteAllText($"/proc/sys/net/ipv6/conf/{Forwarding}/forwarding", "1");
            });
            Namespace.Ip($"address add 10.99.0.1/24 dev {Forwarding}");
            Namespace.Ip($"address add fd00::1/64 dev {Forwarding} nodad");
            foreach (string neighbor in new[] { "10.99.0.9", "fd00::9" })
                Namespace.Ip($"neighbour add {neighbor} lladdr {NeighborMac} dev {Forwarding} nud permanent");
            Namespace.Ip($"route add 10.1.0.0/16 via 10.99.0.9 dev {Forwarding} metric 5");
            Namespace.Ip($"route add 10.1.2.0/24 via 10.99.0.8 dev {Forwarding}");
            Namespace.Ip("route add blackhole 10.3.0.0/16");
            Namespace.Ip("route add unreachable 10.4.0.0/16");
            Namespace.Ip("route add prohibit 10.5.0.0/16");
            Namespace.Ip($"route add 10.6.0.0/16 via 10.99.0.9 dev {Forwarding} mtu lock 900");
            Namespace.Ip($"route add 10.7.0.0/16 via 10.99.0.9 dev {Forwarding} table 100");
            Namespace.Ip($"route add 10.8.0.0/16 via inet6 fd00::9 dev {Forwarding}");
            Namespace.Ip($"route add 2001:db8:1::/48 via fd00::9 dev {Forwarding} metric 7");
            Namespace.Ip($"route add 2001:db8:2::/48 via fd00::8 dev {Forwarding}");
            Namespace.Ip("route add blackhole 2001:db8:3::/48");
            Namespace.Ip("route add unreachable 2001:db8:4::/48");
            Namespace.Ip("route add prohibit 2001:db8:5::/48");
            Namespace.Ip($"route add 2001:db8:6::/48 via fd00::9 dev {Forwarding} mtu lock 1300");
        }
        catch
        {
            Dispose();
            throw;
        }

        ForwardingIndex = Index(Forwarding);
        QuietIndex = Index(Quiet);
    }

    public TestNamespace Namespace { get; } = new();

    /// <summary>Index of the interface that forwards.</summary>
    public uint ForwardingIndex { get; }

    /// <summary>Index of one that does not.</summary>
    public uint QuietIndex { get; }

    public void Describe(SimulatedNetwork network)
    {
        uint device = ForwardingIndex;
        network.Interfaces.Add(new SimulatedInterface(device) { Mtu = 1400, Address = MacAddress.Parse("02:00:00:00:00:01"), ForwardsIpv4 = true, ForwardsIpv6 = true });
        network.Interfaces.Add(new SimulatedInterface(QuietIndex) { Mtu = 1500 });
        Ipv4Address source = Ipv4Address.Parse("10.99.0.1"), gateway = Ipv4Address.Parse("10.99.0.9");
        Ipv6Address sourceIpv6 = Ipv6Address.Parse("fd00::1"), gatewayIpv6 = Ipv6Address.Parse("fd00::9");
        MacAddress mac = MacAddress.Parse(NeighborMac);
        network.Neighbors.Add(new SimulatedNeighbor(device, mac) { Ipv4 = gateway });
        network.Neighbors.Add(new SimulatedNeighbor(device, mac) { Ipv6 = gatewayIpv6 });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.99.0.0/24"), device) { Source = source });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.99.0.1/32"), device) { Kind = SimulatedRouteKind.Local, Table = 255 });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.1.0.0/16"), device) { Gateway = gateway, Metric = 5, Source = source });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.1.2.0/24"), device) { Gateway = Ipv4Address.Parse("10.99.0.8"), Source = source });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.3.0.0/16"), 0) { Kind = SimulatedRouteKind.Blackhole });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.4.0.0/16"), 0) { Kind = SimulatedRouteKind.Unreachable });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.5.0.0/16"), 0) { Kind = SimulatedRouteKind.Prohibit });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.6.0.0/16"), device) { Gateway = gateway, Mtu = 900, Source = source });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.7.0.0/16"), device) { Gateway = gateway, Table = 100, Source = source });
        network.Ipv4Routes.Add(new(Ipv4Prefix.Parse("10.8.0.0/16"), device) { GatewayIpv6 = gatewayIpv6, Source = source });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("fd00::/64"), device) { Metric = 256, Source = sourceIpv6 });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("fd00::1/128"), device) { Kind = SimulatedRouteKind.Local, Table = 255 });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:1::/48"), device) { Gateway = gatewayIpv6, Metric = 7, Source = sourceIpv6 });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:2::/48"), device) { Gateway = Ipv6Address.Parse("fd00::8"), Metric = 1024, Source = sourceIpv6 });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:3::/48"), 1) { Kind = SimulatedRouteKind.Blackhole });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:4::/48"), 1) { Kind = SimulatedRouteKind.Unreachable });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:5::/48"), 1) { Kind = SimulatedRouteKind.Prohibit });
        network.Ipv6Routes.Add(new(Ipv6Prefix.Parse("2001:db8:6::/48"), device) { Gateway = gatewayIpv6, Metric = 1024, Mtu = 1300, Source = sourceIpv6 });
    }

    public void Dispose() => Namespace.Dispose();

    [GeneratedRegex(@"^(\d+):")]
    private static partial Regex IndexPattern();

    private uint Index(string name) => uint.Parse(IndexPattern().Match(Namespace.Ip($"-o link show {name}")).Groups[1].Value, CultureInfo.InvariantCulture);
}
