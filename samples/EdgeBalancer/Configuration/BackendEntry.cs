using System.Net;
using BpfSharp.Protocols;

namespace EdgeBalancer.Configuration;

/// <summary>A backend of a service.</summary>
/// <param name="Address">Where its packets go: IPv4 means IPIP, IPv6 IP or IPv6 in IPv6.</param>
/// <param name="Weight">Its share of flows; 0: no new ones, those that there are stay.</param>
/// <param name="Server">Its id in QUIC connection ids; null: none.</param>
/// <param name="Check">Where a TCP connection says that it is well; null: it always is.</param>
public sealed record BackendEntry(IPAddress Address, int Weight, uint? Server, IPEndPoint? Check)
{
    /// <summary>The address as maps have it.</summary>
    public Ipv6Address Place => Ipv6Address.From(Address.MapToIPv6());
}
