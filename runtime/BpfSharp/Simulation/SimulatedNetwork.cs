using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Simulation;

/// <summary>What a simulated program's host knows of its network. A test fills it; at first there is the loopback interface only, as in a new network namespace.</summary>
public sealed class SimulatedNetwork
{
    /// <summary>The interfaces.</summary>
    public IList<SimulatedInterface> Interfaces { get; } = [new SimulatedInterface(1) { Mtu = 65536 }];

    internal SimulatedInterface? Find(uint index) => Interfaces.FirstOrDefault(i => i.Index == index);
}
