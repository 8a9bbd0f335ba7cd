using System;
using System.Collections;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Per-CPU array.</summary>
internal sealed unsafe class PerCpuArrayView<TValue> : IPerCpuArrayMapView<TValue>
    where TValue : unmanaged
{
    private readonly KernelMap _map;

    public PerCpuArrayView(KernelMap map)
    {
        map.Shape.RequireType("a per-CPU array", MapType.PerCpuArray);
        map.Shape.RequireValue<TValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public int CpuCount => PossibleCpus.Value;

    public TValue[] this[uint index]
    {
        get
        {
            if (index >= MaxEntries)
                throw MapFailures.OfIndex(_map, index);
            byte[] bytes = new byte[_map.Shape.LookupSize];
            fixed (byte* pointer = bytes)
            {
                int result = _map.Lookup(&index, pointer);
                return result == 0 ? PerCpuValues.Unpack<TValue>(bytes) : throw _map.Failure("read", result);
            }
        }
        set
        {
            if (index >= MaxEntries)
                throw MapFailures.OfIndex(_map, index);
            fixed (byte* pointer = PerCpuValues.Pack(value, CpuCount))
            {
                int result = _map.Update(&index, pointer, (ulong)MapUpdate.Any);
                if (result < 0)
                    throw _map.Failure("update", result);
            }
        }
    }

    public void Read(uint start, Span<TValue> values)
    {
        int entries = PerCpuValues.Entries(values.Length, CpuCount);
        PerCpuValues.ReadAll(values, CpuCount, bytes =>
        {
            ArrayRanges.Read(_map, start, bytes, entries);
            return entries;
        });
    }

    public void Write(uint start, ReadOnlySpan<TValue> values) =>
        ArrayRanges.Write(_map, start, PerCpuValues.PackAll(values), PerCpuValues.Entries(values.Length, CpuCount));

    public IEnumerator<TValue[]> GetEnumerator()
    {
        for (uint i = 0; i < MaxEntries; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
