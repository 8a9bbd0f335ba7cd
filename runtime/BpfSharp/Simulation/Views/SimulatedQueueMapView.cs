using System.Runtime.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IQueueMapView{T}"/>
internal sealed class SimulatedQueueMapView<T>(QueueStorage storage) : SimulatedMapView<QueueStorage>(storage), IQueueMapView<T>
    where T : unmanaged
{
    public bool TryPush(T value)
    {
        lock (Gate)
            return Storage.Push(Memory.ToBytes(value), (ulong)MapUpdate.Any) == 0;
    }

    public void PushOverOldest(T value)
    {
        lock (Gate)
            Storage.Push(Memory.ToBytes(value), (ulong)MapUpdate.Change);
    }

    public bool TryPop(out T value)
    {
        byte[] bytes = new byte[Unsafe.SizeOf<T>()];
        lock (Gate)
        {
            bool any = Storage.Pop(bytes) == 0;
            value = Memory.FromBytes<T>(bytes);
            return any;
        }
    }

    public bool TryPeek(out T value)
    {
        byte[] bytes = new byte[Unsafe.SizeOf<T>()];
        lock (Gate)
        {
            bool any = Storage.Peek(bytes) == 0;
            value = Memory.FromBytes<T>(bytes);
            return any;
        }
    }
}
