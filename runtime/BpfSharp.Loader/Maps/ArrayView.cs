using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Array.</summary>
internal sealed unsafe class ArrayView<TValue> : IArrayMapView<TValue>
    where TValue : unmanaged
{
    private const int Chunk = 256;

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

    public void Read(uint start, Span<TValue> values) => ArrayRanges.Read(_map, start, MemoryMarshal.AsBytes(values), values.Length);

    public void Write(uint start, ReadOnlySpan<TValue> values) => ArrayRanges.Write(_map, start, MemoryMarshal.AsBytes(values), values.Length);

    public MappedArray<TValue> Map()
    {
        if ((_map.Shape.Flags & MapCreationFlags.MemoryMappable) == 0)
            throw new InvalidOperationException($"Map '{Name}' is not mappable: declare it with MapFlags.Mappable.");
        int result = MemoryMapping.TryCreate(_map.Descriptor, (nuint)_map.Shape.Stride * MaxEntries, 0, writable: true, out MemoryMapping? memory);
        if (memory is null)
            throw _map.Failure("map the memory of", result);
        using MemoryMapping.Hold hold = memory.Use();
        return new MappedArray<TValue>(ref *hold.Address, MaxEntries, _map.Shape.Stride, memory);
    }

    public void Freeze() => _map.RequireFrozen();

    public IEnumerator<TValue> GetEnumerator()
    {
        var values = new TValue[Math.Min(MaxEntries, Chunk)];
        for (uint start = 0; start < MaxEntries;)
        {
            int count = (int)Math.Min(MaxEntries - start, (uint)values.Length);
            Read(start, values.AsSpan(0, count));
            for (int i = 0; i < count; i++)
                yield return values[i];
            start += (uint)count;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
