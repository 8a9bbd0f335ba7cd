using System;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <summary>Programs that map entries have.</summary>
internal static class EntryPrograms
{
    /// <exception cref="ArgumentException">It is no program of the simulation.</exception>
    public static SimulatedXdpProgram? Of(BpfSimulation simulation, string map, IXdpProgram? program) => program switch
    {
        null => null,
        SimulatedXdpProgram simulated when simulated.Simulation == simulation => simulated,
        _ => throw new ArgumentException($"'{program.Name}' is no program of this simulation that '{map}' takes.", nameof(program)),
    };
}
