using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace EdgeBalancer.Network;

/// <summary>Clients, a balancer and backends around a router. The balancer does not forward, and has no service's address: what reaches a client has not passed it.</summary>
internal sealed class EdgeNetwork : IDisposable
{
    /// <summary>Bytes that the router's route to the last client takes.</summary>
    public const int SmallMtu = 1_300;

    /// <summary>The router's end of the balancer's wire.</summary>
    public const string BalancerPort = "edge";

    private const int WideMtu = 1_600; // an outer header more than clients send

    private static readonly string[] s_services = ["10.100.0.1/32", "fd00:100::1/128"];

    private readonly LabNetwork _lab;
    private readonly PortObject _port = PortLoader.Load();
    private readonly List<IDisposable> _links = [];

    /// <param name="lab">Where to build.</param>
    /// <param name="edge">The balancer's program, loaded.</param>
    /// <param name="decapsulator">The backends' program, loaded.</param>
    /// <param name="byDevices">Whether backends take outer headers off by tunnel devices of the kernel's, and by nothing else.</param>
    /// <param name="sabotage">What to leave off.</param>
    public EdgeNetwork(LabNetwork lab, EdgeObject edge, DecapsulatorObject decapsulator, bool byDevices, string? sabotage)
    {
        _lab = lab;
        Router = lab.AddNamespace("router");
        Router.SetParameter("net.ipv4.ip_forward", "1");
        Router.SetParameter("net.ipv6.conf.all.forwarding", "1");
        Router.SetParameter("net.ipv4.conf.all.rp_filter", "0");
        Router.SetParameter("net.ipv4.conf.default.rp_filter", "0");
        Router.SetParameter("net.ipv4.icmp_ratelimit", "0");
        Router.SetParameter("net.ipv6.icmp.ratelimit", "0");
        Balancer = Add("balancer", BalancerPort, 96, 0, WideMtu).Place;
        Router.Ip("route add 10.100.0.0/16 via 10.96.0.2");
        Router.Ip("-6 route add fd00:100::/64 via fd96::2");
        for (int i = 1; i <= 2; i++)
            Clients.Add(Add($"client {i}", $"c{i}", 98, i, 1_500));
        for (int i = 1; i <= 3; i++)
            Backends.Add(AddBackend(i));

        // By the route, not the device: a veth drops what its peer's MTU is too small for.
        Router.Ip($"route replace 10.98.2.0/24 dev c2 mtu lock {SmallMtu}");
        Router.Ip($"-6 route replace fd98:2::/64 dev c2 mtu lock {SmallMtu}");

        // XDP sees what senders leave to devices: checksums and segments have to be whole.
        foreach (LabNamespace sender in Clients.Concat(Backends).Select(static c => c.Place))
            OutsideCommand.Run(sender, "ethtool", "-K", "eth0", "tx", "off");
        OutsideCommand.Run(Router, "ethtool", "-K", BalancerPort, "tx", "off");
        Attach(Router, BalancerPort, _port.Open);
        Router.Ip("-6 route add fd97:3:4::/48 via fd97:3::2");
        Router.Ip("-6 route add fd97:3:6::/48 via fd97:3::2");
        if (sabotage == Sabotage.Wrapped)
            return;
        if (byDevices)
            AddTunnels();
        else
            AttachBackends(decapsulator);
        if (sabotage != Sabotage.Detached)
            Attach(Balancer, "eth0", edge.Balance);
    }

    public LabNamespace Router { get; }

    public LabNamespace Balancer { get; }

    public List<EdgeNode> Clients { get; } = [];

    public List<EdgeNode> Backends { get; } = [];

    public string Description { get; private set; } = "nothing attached";

    public void Dispose()
    {
        foreach (IDisposable link in _links)
            link.Dispose();
        _port.Dispose();
    }

    private EdgeNode AddBackend(int number)
    {
        EdgeNode backend = Add($"backend {number}", $"b{number}", 97, number, WideMtu);
        backend.Place.SetParameter("net.ipv4.conf.all.rp_filter", "0");
        backend.Place.SetParameter("net.ipv4.conf.eth0.rp_filter", "0");
        foreach (string service in s_services)
            backend.Place.Ip($"address add {service} dev lo");
        return backend;
    }

    // The last backend takes outer headers off by routes of the kernel's own.
    private void AttachBackends(DecapsulatorObject decapsulator)
    {
        decapsulator.Balancers[Ipv6Prefix.Parse("::ffff:10.99.0.0/112")] = 0;
        decapsulator.Balancers[Ipv6Prefix.Parse("fd99::/112")] = 0;
        foreach (EdgeNode backend in Backends.SkipLast(1))
        {
            decapsulator.Tunnels[Ipv6Address.From(backend.V4.MapToIPv6())] = 0;
            decapsulator.Tunnels[Ipv6Address.From(backend.V6)] = 0;
            Attach(backend.Place, "eth0", decapsulator.Unwrap);
        }

        LabNamespace last = Backends[^1].Place;
        last.Ip("-6 route add fd97:3:4::1/128 encap seg6local action End.DX4 nh4 0.0.0.0 dev eth0");
        last.Ip("-6 route add fd97:3:6::1/128 encap seg6local action End.DT6 table local dev eth0"); // End.DX6 refuses packets for the machine itself
    }

    private void AddTunnels()
    {
        try
        {
            foreach (EdgeNode backend in Backends.SkipLast(1))
            {
                AddTunnel(backend.Place, "four", "ipip", $"{backend.V4}");
                AddTunnel(backend.Place, "six", "ip6tnl mode any", $"{backend.V6}");
            }

            LabNamespace last = Backends[^1].Place;
            foreach ((string name, string address) in ((string, string)[])[("four", "fd97:3:4::1"), ("six", "fd97:3:6::1")])
            {
                last.Ip($"address add {address}/128 dev lo");
                AddTunnel(last, name, "ip6tnl mode any", address);
            }
        }
        catch (InvalidOperationException e)
        {
            throw new LabUnavailableException($"the kernel has no tunnel devices: {e.Message}");
        }

        static void AddTunnel(LabNamespace place, string name, string kind, string address)
        {
            string[] words = kind.Split(' ', 2);
            place.Ip($"link add {name} type {words[0]} local {address} {(words.Length > 1 ? words[1] : "")}");
            place.Ip($"link set {name} up");
        }
    }

    private void Attach(LabNamespace place, string device, LoadedXdpProgram program)
    {
        XdpLink link = place.Run(() => program.Attach(device));
        _links.Add(link);
        Description = $"attached to eth0 of the balancer and of backends: XDP ({link.Mode})";
    }

    private EdgeNode Add(string name, string device, int network, int number, int mtu)
    {
        LabNamespace place = _lab.AddNamespace(device);
        string v6 = number == 0 ? $"fd{network}::" : $"fd{network}:{number}::";
        _lab.Join(Router, device, $"10.{network}.{number}.1/24", place, "eth0", $"10.{network}.{number}.2/24");
        Router.Ip($"link set {device} mtu {mtu}");
        place.Ip($"link set eth0 mtu {mtu}");
        Router.Ip($"address add {v6}1/64 dev {device} nodad");
        place.Ip($"address add {v6}2/64 dev eth0 nodad");
        place.Ip($"route add default via 10.{network}.{number}.1");
        place.Ip($"-6 route add default via {v6}1");
        return new EdgeNode(name, place, IPAddress.Parse($"10.{network}.{number}.2"), IPAddress.Parse($"{v6}2"));
    }
}
