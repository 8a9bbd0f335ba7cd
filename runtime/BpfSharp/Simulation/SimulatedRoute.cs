namespace BpfSharp.Simulation;

/// <summary>What IPv4 and IPv6 routes of a simulated host have in common.</summary>
/// <param name="IfIndex">Index of the interface that packets go out by.</param>
public abstract record SimulatedRoute(uint IfIndex)
{
    /// <summary>The routing table: 254 is the main one, 255 the local one, where a host's own addresses are.</summary>
    public uint Table { get; init; } = 254;

    /// <summary>What the route does.</summary>
    public SimulatedRouteKind Kind { get; init; }

    /// <summary>Its metric.</summary>
    public uint Metric { get; init; }

    /// <summary>Its locked MTU in bytes (<c>ip route ... mtu lock 1300</c>; without the lock it does not count for forwarding); <see langword="null"/>: the interface's.</summary>
    public uint? Mtu { get; init; }

    /// <summary>It encapsulates (<c>ip route ... encap</c>).</summary>
    public bool Encapsulates { get; init; }

    internal abstract int PrefixLength { get; }
}
