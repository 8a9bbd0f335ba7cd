using BpfSharp.Views;

namespace BpfSharp.Simulation;

/// <summary>What simulated programs of all types have in common.</summary>
public abstract class SimulatedProgram : IBpfProgram
{
    private protected SimulatedProgram(BpfSimulation simulation, string name)
    {
        Simulation = simulation;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    internal BpfSimulation Simulation { get; }

    /// <summary>Verdict after a fault.</summary>
    internal abstract int FaultVerdict { get; }

    internal abstract int Invoke(PacketContext context);
}
