using System;
using System.Collections.Generic;
using System.Net;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace RedirectFabric.Network;

/// <summary>A host with containers and an uplink; nothing but the fabric's programs carries packets.</summary>
internal sealed class FabricNetwork : IDisposable
{
    private const string Uplink = "up0";

    private readonly LabNetwork _lab;
    private readonly FabricObject _fabric;
    private readonly bool _attach;
    private readonly List<ContainerPort> _ports = [];
    private readonly TcLink? _uplink;

    /// <param name="lab">Where to build.</param>
    /// <param name="fabric">The programs, loaded.</param>
    /// <param name="containers">How many.</param>
    /// <param name="attach">False: the programs stay off, to see what happens without them.</param>
    public FabricNetwork(LabNetwork lab, FabricObject fabric, int containers, bool attach)
    {
        (_lab, _fabric, _attach) = (lab, fabric, attach);
        Host = lab.AddNamespace("host");
        Host.SetParameter("net.ipv4.ip_forward", "0");
        Outside = AddOutside();
        for (int i = 1; i <= containers; i++)
            _ports.Add(AddContainer(i));
        _uplink = attach ? Host.Run(() => fabric.FromOutside.Attach(Uplink, TcDirection.Ingress)) : null;
        uint index = Host.Device(Uplink).Index;
        fabric.Uplinks4[Ipv4Prefix.Parse("10.80.0.0/24")] = index;
        fabric.Uplinks6[Ipv6Prefix.Parse("fd80::/64")] = index;
    }

    public LabNamespace Host { get; }

    public FabricNode Outside { get; }

    public IReadOnlyList<ContainerPort> Ports => _ports;

    public void Dispose()
    {
        _uplink?.Dispose();
        foreach (ContainerPort port in _ports)
            port.Dispose();
    }

    private FabricNode AddOutside()
    {
        LabNamespace place = _lab.AddNamespace("outside");
        _lab.Join(Host, Uplink, "10.80.0.1/24", place, "out0", "10.80.0.2/24");
        Host.Ip($"address add fd80::1/64 dev {Uplink} nodad");
        place.Ip("address add fd80::2/64 dev out0 nodad");
        place.Ip("route add 10.79.0.0/24 via 10.80.0.1");
        place.Ip("-6 route add fd79::/64 via fd80::1");
        return new FabricNode("outside", place, IPAddress.Parse("10.80.0.2"), IPAddress.Parse("fd80::2"));
    }

    // All the world is on the container's link: it asks for every address by ARP or neighbour solicitation, and the fabric answers.
    private ContainerPort AddContainer(int number)
    {
        LabNamespace place = _lab.AddNamespace($"c{number}");
        string hostEnd = $"h{number}";
        Host.Ip($"link add {hostEnd} address {Fabric.GatewayMac} type veth peer name eth0 netns {place.Name}");
        Host.SetParameter($"net.ipv6.conf.{hostEnd}.disable_ipv6", "1"); // the host has no part in these links
        place.Ip($"address add 10.79.0.{number}/32 dev eth0");
        place.Ip($"address add fd79::{number:x}/128 dev eth0 nodad");
        place.Ip("link set eth0 up");
        Host.Ip($"link set {hostEnd} up");
        place.Ip("route add default dev eth0");
        place.Ip("-6 route add default dev eth0");

        TcLink? link = _attach ? Host.Run(() => _fabric.FromContainer.Attach(hostEnd, TcDirection.Ingress)) : null;
        var node = new FabricNode($"container {number}", place, IPAddress.Parse($"10.79.0.{number}"), IPAddress.Parse($"fd79::{number:x}"));
        var endpoint = new Endpoint(Host.Device(hostEnd).Index, MacAddress.Parse(place.Device("eth0").LinkAddress));
        return new ContainerPort(node, endpoint, _fabric, link);
    }
}
