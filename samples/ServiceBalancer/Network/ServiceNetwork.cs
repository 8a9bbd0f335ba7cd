using System;
using System.Collections.Generic;
using System.Net;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace ServiceBalancer.Network;

/// <summary>Clients and backends in namespaces of their own, and the host that routes between them. Service addresses are on no machine.</summary>
internal sealed class ServiceNetwork : IDisposable
{
    /// <summary>Bytes that the host's route to the last backend takes.</summary>
    public const int SmallMtu = 1_300;

    private readonly LabNetwork _lab;
    private readonly LabNamespace _host;
    private readonly List<IDisposable> _links = [];

    /// <param name="lab">Where to build.</param>
    /// <param name="balancer">The programs, loaded.</param>
    /// <param name="sabotage">What to leave off.</param>
    public ServiceNetwork(LabNetwork lab, BalancerObject balancer, string? sabotage)
    {
        _lab = lab;
        _host = lab.AddNamespace("host");
        _host.SetParameter("net.ipv4.ip_forward", "1");
        _host.SetParameter("net.ipv6.conf.all.forwarding", "1");
        for (int i = 1; i <= 3; i++)
        {
            ServiceNode backend = Add($"backend {i}", $"b{i}", 97, i);
            backend.Place.SetParameter("net.ipv4.icmp_ratelimit", "0");
            backend.Place.SetParameter("net.ipv6.icmp.ratelimit", "0");
            Backends.Add(backend);
        }

        // By the route, not the device: a veth drops what its peer's MTU is too small for.
        _host.Ip($"route replace 10.97.3.0/24 dev b3 mtu lock {SmallMtu}");
        _host.Ip($"-6 route replace fd97:3::/64 dev b3 mtu lock {SmallMtu}");
        for (int i = 1; i <= 2; i++)
        {
            Clients.Add(Add($"client {i}", $"c{i}", 98, i));
            if (sabotage != Sabotage.Detached)
                Attach(balancer, $"c{i}", bothWays: sabotage != Sabotage.OneWay);
        }
    }

    public List<ServiceNode> Clients { get; } = [];

    public List<ServiceNode> Backends { get; } = [];

    public string Description { get; private set; } = "nothing attached";

    public void Dispose()
    {
        foreach (IDisposable link in _links)
            link.Dispose();
    }

    private void Attach(BalancerObject balancer, string device, bool bothWays)
    {
        TcLink ingress = _host.Run(() => balancer.FromClient.Attach(device, TcDirection.Ingress));
        _links.Add(ingress);
        if (bothWays)
            _links.Add(_host.Run(() => balancer.ToClient.Attach(device, TcDirection.Egress)));
        Description = $"attached by {ingress.Hook} on the host's end of each client's veth";
    }

    private ServiceNode Add(string name, string device, int network, int number)
    {
        LabNamespace place = _lab.AddNamespace(device);
        _lab.Join(_host, device, $"10.{network}.{number}.1/24", place, "eth0", $"10.{network}.{number}.2/24");
        _host.Ip($"address add fd{network}:{number}::1/64 dev {device} nodad");
        place.Ip($"address add fd{network}:{number}::2/64 dev eth0 nodad");
        place.Ip($"route add default via 10.{network}.{number}.1");
        place.Ip($"-6 route add default via fd{network}:{number}::1");
        return new ServiceNode(name, place, IPAddress.Parse($"10.{network}.{number}.2"), IPAddress.Parse($"fd{network}:{number}::2"));
    }
}
