using System;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IProgramArrayView"/>
internal sealed class SimulatedProgramArrayView(ProgramArrayStorage storage, BpfSimulation simulation)
    : SimulatedMapView<ProgramArrayStorage>(storage), IProgramArrayView
{
    public void Set(uint index, IBpfProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        if (program is not SimulatedProgram simulated || simulated.Simulation != simulation || !Storage.Accepts(simulated))
            throw new ArgumentException($"'{program.Name}' is no program of this simulation that '{Name}' takes.", nameof(program));
        lock (Gate)
            Storage.Set(index, simulated);
    }

    public bool Remove(uint index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        lock (Gate)
        {
            bool exists = Storage.Find(index) is not null;
            Storage.Set(index, null);
            return exists;
        }
    }
}
