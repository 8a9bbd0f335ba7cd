using System.Net;
using BpfSharp.Samples;

namespace RedirectFabric.Network;

/// <summary>Two containers on a Linux bridge, to measure beside the fabric.</summary>
internal sealed class BridgeNetwork
{
    public BridgeNetwork(LabNetwork lab)
    {
        LabNamespace host = lab.AddNamespace("bridge");
        host.Ip("link add br0 type bridge");
        host.Ip("link set br0 up");
        First = AddContainer(lab, host, 1);
        Second = AddContainer(lab, host, 2);
    }

    public FabricNode First { get; }

    public FabricNode Second { get; }

    private static FabricNode AddContainer(LabNetwork lab, LabNamespace host, int number)
    {
        LabNamespace place = lab.AddNamespace($"b{number}");
        host.Ip($"link add h{number} type veth peer name eth0 netns {place.Name}");
        host.Ip($"link set h{number} master br0 up");
        place.Ip($"address add 10.81.0.{number}/24 dev eth0");
        place.Ip($"address add fd81::{number:x}/64 dev eth0 nodad");
        place.Ip("link set eth0 up");
        return new FabricNode($"bridged container {number}", place, IPAddress.Parse($"10.81.0.{number}"), IPAddress.Parse($"fd81::{number:x}"));
    }
}
