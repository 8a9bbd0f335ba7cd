using System.Globalization;
using System.IO;
using System.Linq;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary>DNAT by nftables with a map of 100 backends, and the kernel's forwarding.</summary>
internal sealed class NftablesSide : BalancerSide
{
    public NftablesSide(LabNetwork lab)
        : base(lab, "nftables")
    {
        // What makes it faster, or is not asked for: no reverse path filter, no ICMP redirects, a neighbour that is known.
        foreach (string name in (string[])["all", "eth0"])
        {
            Place.SetParameter($"net.ipv4.conf.{name}.rp_filter", "0");
            Place.SetParameter($"net.ipv4.conf.{name}.send_redirects", "0");
        }

        Place.SetParameter("net.ipv4.ip_forward", "1");
        Place.Ip("route add default via 10.1.0.1");
        Place.Ip($"neigh replace 10.1.0.1 lladdr {GeneratorLinkAddress} dev eth0 nud permanent");
        OutsideCommand.Run(Place, "ethtool", "-K", "eth0", "gro", "on"); // a veth takes live frames with it
        string file = Path.GetTempFileName();
        string backends = string.Join(", ", Enumerable.Range(0, BackendCount).Select(static i => $"{i} : {Backend(i)}"));
        File.WriteAllText(file, $$"""
            table ip balancer {
                chain prerouting {
                    type nat hook prerouting priority dstnat;
                    ip daddr {{Service}} udp dport {{ServicePort}} dnat to jhash ip saddr . udp sport mod {{BackendCount}} map { {{backends}} }
                }
            }
            """);
        OutsideCommand.Run(Place, "nft", "-f", file);
        File.Delete(file);
        Place.SetParameter("net.netfilter.nf_conntrack_udp_timeout", "600"); // known flows stay known
    }

    /// <summary>Whether the table of connections has room for a load of new flows.</summary>
    public bool HasRoomFor(BalancerLoad load) => Read("nf_conntrack_count") + load.Frames < Read("nf_conntrack_max");

    private long Read(string name) => Place.Run(() => long.Parse(File.ReadAllText($"/proc/sys/net/netfilter/{name}"), CultureInfo.InvariantCulture));
}
