using System;
using System.Net;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace ContainerPolicy.Network;

/// <summary>A container, the host that routes for it with the policy on its veth, and the world outside.</summary>
internal sealed class PolicyNetwork : IDisposable
{
    /// <summary>The host's end of the container's veth.</summary>
    public const string HostEnd = "h0";

    private readonly TcLink? _to;
    private readonly TcLink? _from;

    /// <param name="lab">Where to build.</param>
    /// <param name="policy">The programs, loaded.</param>
    /// <param name="attach">False: the programs stay off, to see what happens without them.</param>
    public PolicyNetwork(LabNetwork lab, PolicyObject policy, bool attach)
    {
        LabNamespace host = lab.AddNamespace("host");
        Container = lab.AddNamespace("container");
        Outside = lab.AddNamespace("outside");
        host.SetParameter("net.ipv4.ip_forward", "1");
        host.SetParameter("net.ipv6.conf.all.forwarding", "1");

        // Error messages are limited to a few a second, and this run makes more on purpose.
        Outside.SetParameter("net.ipv4.icmp_ratelimit", "0");
        Outside.SetParameter("net.ipv6.icmp.ratelimit", "0");

        lab.Join(host, HostEnd, "10.82.0.1/24", Container, "eth0", $"{Addresses.Container}/24");
        Add(host, HostEnd, "fd82::1/64");
        Add(Container, "eth0", $"{Addresses.Container6}/64");
        Container.Ip("route add default via 10.82.0.1");
        Container.Ip("-6 route add default via fd82::1");

        lab.Join(host, "up0", "10.83.0.1/16", Outside, "out0", "10.83.0.2/16");
        Add(host, "up0", "fd83::1/64");
        Add(Outside, "out0", "fd83::2/64");
        foreach (IPAddress address in Addresses.Peers)
            Add(Outside, "out0", $"{address}/{(address.GetAddressBytes().Length == 4 ? 32 : 128)}");
        Outside.Ip("route add default via 10.83.0.1 src 10.83.0.2");
        Outside.Ip("-6 route add default via fd83::1 src fd83::2");

        // All of 172.16.0.0/12 and fdac::/16 is this machine.
        Outside.Ip("route add local 172.16.0.0/12 dev lo");
        Outside.Ip("-6 route add local fdac::/16 dev lo");
        host.Ip("route add 172.16.0.0/12 via 10.83.0.2");
        host.Ip("-6 route add fdac::/16 via fd83::2");
        host.Ip("-6 route add fd83:1::/32 via fd83::2");

        if (!attach)
            return;
        _to = host.Run(() => policy.ToContainer.Attach(HostEnd, TcDirection.Egress));
        _from = host.Run(() => policy.FromContainer.Attach(HostEnd, TcDirection.Ingress));
    }

    public LabNamespace Container { get; }

    public LabNamespace Outside { get; }

    public string Description => _to is null ? "nothing attached" : $"policy by {_to.Hook} on {HostEnd}, egress (to the container) and ingress (from it)";

    public void Dispose()
    {
        _to?.Dispose();
        _from?.Dispose();
    }

    private static void Add(LabNamespace place, string device, string address) =>
        place.Ip($"address add {address} dev {device}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : "")}");
}
