using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IBloomFilterView{T}"/>
internal sealed class SimulatedBloomFilterView<T>(BloomFilterStorage storage) : SimulatedMapView<BloomFilterStorage>(storage), IBloomFilterView<T>
    where T : unmanaged
{
    public void Add(T value)
    {
        lock (Gate)
            Storage.Push(Memory.ToBytes(value), (ulong)MapUpdate.Any);
    }

    public bool MayContain(T value)
    {
        lock (Gate)
            return Storage.Peek(Memory.ToBytes(value)) == 0;
    }
}
