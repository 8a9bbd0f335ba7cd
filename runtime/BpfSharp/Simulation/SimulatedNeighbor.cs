using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>A neighbour of a simulated host.</summary>
/// <param name="IfIndex">Index of the interface that leads to it.</param>
/// <param name="Mac">Its link address.</param>
public sealed record SimulatedNeighbor(uint IfIndex, MacAddress Mac)
{
    /// <summary>Its IPv4 address, if it is an IPv4 neighbour.</summary>
    public Ipv4Address? Ipv4 { get; init; }

    /// <summary>Its IPv6 address, if it is an IPv6 neighbour.</summary>
    public Ipv6Address? Ipv6 { get; init; }
}
