using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>An IPv6 route of a simulated host.</summary>
/// <param name="Destination">Where to.</param>
/// <param name="IfIndex">Index of the interface that packets go out by.</param>
public sealed record SimulatedIpv6Route(Ipv6Prefix Destination, uint IfIndex) : SimulatedRoute(IfIndex)
{
    /// <summary>The next hop; <see langword="null"/>: the destination itself is on the link.</summary>
    public Ipv6Address? Gateway { get; init; }

    /// <summary>Source address for packets of this host; <see langword="null"/>: it has none.</summary>
    public Ipv6Address? Source { get; init; }

    internal override int PrefixLength => Destination.Length;
}
