using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Per-CPU hash and per-CPU LRU hash.</summary>
internal sealed unsafe class PerCpuHashView<TKey, TValue> : IPerCpuHashMapView<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly KernelMap _map;

    public PerCpuHashView(KernelMap map)
    {
        map.Shape.RequireType("a per-CPU hash map", MapType.PerCpuHash, MapType.LruPerCpuHash);
        map.Shape.RequireKey<TKey>();
        map.Shape.RequireValue<TValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public int CpuCount => PossibleCpus.Value;

    public TValue[] this[TKey key]
    {
        get => TryGetValue(key, out TValue[] values) ? values : throw new KeyNotFoundException($"Map '{Name}' has no such entry.");
        set
        {
            fixed (byte* pointer = PerCpuValues.Pack(value, CpuCount))
            {
                int result = _map.Update(&key, pointer, (ulong)MapUpdate.Any);
                if (result < 0)
                    throw MapFailures.OfUpdate(_map, result);
            }
        }
    }

    public bool TryGetValue(TKey key, out TValue[] values)
    {
        byte[] bytes = new byte[_map.Shape.LookupSize];
        fixed (byte* pointer = bytes)
        {
            bool found = MapFailures.Found(_map, "read", _map.Lookup(&key, pointer));
            values = found ? PerCpuValues.Unpack<TValue>(bytes) : [];
            return found;
        }
    }

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool Remove(TKey key) => MapFailures.Found(_map, "remove an entry of", _map.Delete(&key));

    public void Set(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values)
    {
        PerCpuValues.RequireSame(keys.Length, values.Length, CpuCount);
        MapBatches.Update(_map, MemoryMarshal.AsBytes(keys), PerCpuValues.PackAll(values), keys.Length);
    }

    public int Remove(ReadOnlySpan<TKey> keys) => MapBatches.Delete(_map, keys);

    public int Read(Span<TKey> keys, Span<TValue> values)
    {
        PerCpuValues.RequireSame(keys.Length, values.Length, CpuCount);
        fixed (TKey* pointer = keys)
        {
            // A delegate can't have the span itself.
            byte* bytes = (byte*)pointer;
            int entries = keys.Length;
            return PerCpuValues.ReadAll(values, CpuCount, raw => MapBatches.Read(_map, new Span<byte>(bytes, entries * sizeof(TKey)), raw, entries));
        }
    }

    public void Clear()
    {
        var walk = new MapWalk(_map);
        while (walk.MoveNext())
            Remove(MemoryMarshal.Read<TKey>(walk.Key));
    }

    public int CountEntries()
    {
        int count = 0;
        var walk = new MapWalk(_map);
        while (walk.MoveNext())
            count++;
        return count;
    }

    public IEnumerator<KeyValuePair<TKey, TValue[]>> GetEnumerator()
    {
        var walk = new MapWalk(_map);
        while (walk.MoveNext())
            yield return new(MemoryMarshal.Read<TKey>(walk.Key), PerCpuValues.Unpack<TValue>(walk.Value));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
