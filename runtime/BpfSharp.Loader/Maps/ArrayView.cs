using System.Collections;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Array.</summary>
internal sealed unsafe class ArrayView<TValue> : IArrayMapView<TValue>
    where TValue : unmanaged
{
    private readonly KernelMap _map;

    public ArrayView(KernelMap map)
    {
        map.Shape.RequireType("an array", MapType.Array);
        map.Shape.RequireValue<TValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public TValue this[uint index]
    {
        get
        {
            if (index >= MaxEntries)
                throw MapFailures.OfIndex(_map, index);
            TValue value;
            int result = _map.Lookup(&index, &value);
            return result == 0 ? value : throw _map.Failure("read", result);
        }
        set
        {
            if (index >= MaxEntries)
                throw MapFailures.OfIndex(_map, index);
            int result = _map.Update(&index, &value, (ulong)MapUpdate.Any);
            if (result < 0)
                throw _map.Failure("update", result);
        }
    }

    public TValue ReadLocked(uint index)
    {
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        TValue value;
        int result = MapFailures.OfLocked(_map, _map.Lookup(&index, &value, (ulong)MapUpdate.Lock));
        return result == 0 ? value : throw _map.Failure("read", result);
    }

    public void WriteLocked(uint index, TValue value)
    {
        if (index >= MaxEntries)
            throw MapFailures.OfIndex(_map, index);
        int result = MapFailures.OfLocked(_map, _map.Update(&index, &value, (ulong)MapUpdate.Lock));
        if (result < 0)
            throw _map.Failure("update", result);
    }

    public IEnumerator<TValue> GetEnumerator()
    {
        for (uint i = 0; i < MaxEntries; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
