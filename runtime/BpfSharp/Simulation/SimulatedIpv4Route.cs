using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>An IPv4 route of a simulated host.</summary>
/// <param name="Destination">Where to.</param>
/// <param name="IfIndex">Index of the interface that packets go out by.</param>
public sealed record SimulatedIpv4Route(Ipv4Prefix Destination, uint IfIndex) : SimulatedRoute(IfIndex)
{
    /// <summary>The next hop; <see langword="null"/>: the destination itself is on the link.</summary>
    public Ipv4Address? Gateway { get; init; }

    /// <summary>An IPv6 next hop instead (<c>via inet6</c>).</summary>
    public Ipv6Address? GatewayIpv6 { get; init; }

    /// <summary>Source address for packets of this host.</summary>
    public Ipv4Address Source { get; init; }

    internal override int PrefixLength => Destination.Length;
}
