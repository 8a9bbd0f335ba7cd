using System;
using System.Runtime.InteropServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IXskMapView"/>
internal sealed class SimulatedXskMapView(XskStorage storage) : SimulatedMapView<XskStorage>(storage), IXskMapView
{
    public void Set(uint index, SafeHandle socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        lock (Gate)
            Storage.Set(index);
    }

    public void Remove(uint index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        lock (Gate)
            Storage.Remove(index);
    }
}
