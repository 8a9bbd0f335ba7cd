using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Queue and stack.</summary>
internal sealed unsafe class QueueView<T> : IQueueMapView<T>
    where T : unmanaged
{
    private readonly KernelMap _map;

    public QueueView(KernelMap map)
    {
        map.Shape.RequireType("a queue", MapType.Queue, MapType.Stack);
        map.Shape.RequireValue<T>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public bool TryPush(T value)
    {
        int result = _map.Update(null, &value, (ulong)MapUpdate.Any);
        return result switch
        {
            0 => true,
            -Errno.E2BIG => false,
            _ => throw _map.Failure("push to", result),
        };
    }

    public void PushOverOldest(T value)
    {
        int result = _map.Update(null, &value, (ulong)MapUpdate.Change);
        if (result < 0)
            throw _map.Failure("push to", result);
    }

    public bool TryPop(out T value)
    {
        value = default;
        fixed (T* pointer = &value)
            return MapFailures.Found(_map, "pop from", _map.LookupAndDelete(null, pointer));
    }

    public bool TryPeek(out T value)
    {
        value = default;
        fixed (T* pointer = &value)
            return MapFailures.Found(_map, "read", _map.Lookup(null, pointer));
    }
}
