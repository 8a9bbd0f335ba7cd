using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Simulation;

/// <summary>What a simulated program's host knows of its network. A test fills it; at first there is the loopback interface only, as in a new network namespace.</summary>
public sealed class SimulatedNetwork
{
    /// <summary>The interfaces.</summary>
    public IList<SimulatedInterface> Interfaces { get; } = [new SimulatedInterface(1) { Mtu = 65536 }];

    /// <summary>IPv4 routes of all tables; of several that fit, the longest prefix counts, then the smallest metric, then the first.</summary>
    public IList<SimulatedIpv4Route> Ipv4Routes { get; } = [];

    /// <summary>IPv6 routes likewise.</summary>
    public IList<SimulatedIpv6Route> Ipv6Routes { get; } = [];

    /// <summary>Neighbours whose link addresses are known.</summary>
    public IList<SimulatedNeighbor> Neighbors { get; } = [];

    /// <summary>The sockets that lookups find.</summary>
    public IList<SimulatedSocket> Sockets { get; } = [];

    /// <summary>What connection tracking knows; programs may add to it.</summary>
    public IList<SimulatedConnection> Connections { get; } = [];

    internal SimulatedInterface? Find(uint index) => Interfaces.FirstOrDefault(i => i.Index == index);
}
