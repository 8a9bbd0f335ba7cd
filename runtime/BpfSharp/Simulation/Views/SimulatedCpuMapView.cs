using System;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="ICpuMapView"/>
internal sealed class SimulatedCpuMapView(CpuStorage storage, BpfSimulation simulation) : SimulatedMapView<CpuStorage>(storage), ICpuMapView
{
    public void Set(uint cpu, uint queueSize, IXdpProgram? program = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cpu, MaxEntries);
        ArgumentOutOfRangeException.ThrowIfZero(queueSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queueSize, CpuStorage.MaxQueueSize);
        SimulatedXdpProgram? simulated = EntryPrograms.Of(simulation, Name, program);
        lock (Gate)
            Storage.Set(cpu, queueSize, simulated);
    }

    public bool TryGetValue(uint cpu, out CpuEntry entry)
    {
        lock (Gate)
        {
            bool exists = Storage.Entries.TryGetValue(cpu, out (uint QueueSize, SimulatedXdpProgram? Program) found);
            entry = new CpuEntry(found.QueueSize, found.Program is not null);
            return exists;
        }
    }

    public bool Remove(uint cpu)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cpu, MaxEntries);
        lock (Gate)
            return Storage.Remove(cpu);
    }
}
