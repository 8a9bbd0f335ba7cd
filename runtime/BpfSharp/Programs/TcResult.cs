using System.Collections.Generic;

namespace BpfSharp;

/// <summary>What one run of a traffic control program gave, in the kernel (<c>BPF_PROG_TEST_RUN</c>) or in a simulation.</summary>
/// <param name="Verdict">What the program returned, or its <c>OnFault</c> verdict.</param>
/// <param name="Packet">The packet's bytes afterwards.</param>
public sealed record TcResult(TcAction Verdict, byte[] Packet)
{
    /// <summary>Where the program ended by a fault, as far as the runner knows; the loader's test runs don't (read its fault counts).</summary>
    public FaultSite? Fault { get; init; }

    /// <summary>The exception behind <see cref="Fault"/>; simulations only.</summary>
    public System.Exception? Exception { get; init; }

    /// <summary>Where the last redirect helper would send the packet; simulations only.</summary>
    public RedirectTarget? Redirect { get; init; }

    /// <summary>The copies that were sent meanwhile; simulations only.</summary>
    public IReadOnlyList<PacketClone> Clones { get; init; } = [];

    /// <summary>The packet's time stamp afterwards, in nanoseconds; simulations only.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>The socket that the packet was given to; simulations only.</summary>
    public Simulation.SimulatedSocket? AssignedSocket { get; init; }

    /// <summary>The tunnel that the program has set for the packet to go through; simulations only.</summary>
    public TunnelKey? TunnelKey { get; init; }

    /// <summary>The packet's mark afterwards.</summary>
    public uint Mark { get; init; }

    /// <summary>The packet's priority afterwards.</summary>
    public uint Priority { get; init; }

    /// <summary>The class that the program has given the packet by <see cref="TcContext.ClassId"/>; simulations only.</summary>
    public uint ClassId { get; init; }
}
