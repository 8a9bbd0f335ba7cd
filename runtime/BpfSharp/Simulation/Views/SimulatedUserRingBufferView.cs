using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IUserRingBufferView{T}"/>
internal sealed class SimulatedUserRingBufferView<T>(UserRingBufferStorage storage) : SimulatedMapView<UserRingBufferStorage>(storage), IUserRingBufferView<T>
    where T : unmanaged
{
    public bool TryWrite(in T record)
    {
        lock (Gate)
            return Storage.TryWrite(Memory.ToBytes(record));
    }
}
