using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Hash, LRU hash and LPM trie.</summary>
internal sealed unsafe class HashView<TKey, TValue> : IHashMapView<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private readonly KernelMap _map;

    public HashView(KernelMap map)
    {
        map.Shape.RequireType("a hash map", MapType.Hash, MapType.LruHash, MapType.LpmTrie);
        map.Shape.RequireKey<TKey>();
        map.Shape.RequireValue<TValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue value) ? value : throw new KeyNotFoundException($"Map '{Name}' has no such entry.");
        set
        {
            int result = _map.Update(&key, &value, (ulong)MapUpdate.Any);
            if (result < 0)
                throw MapFailures.OfUpdate(_map, result);
        }
    }

    public bool TryGetValue(TKey key, out TValue value)
    {
        fixed (TValue* pointer = &value)
            return MapFailures.Found(_map, "read", _map.Lookup(&key, pointer));
    }

    public bool ContainsKey(TKey key) => TryGetValue(key, out _);

    public bool TryAdd(TKey key, TValue value)
    {
        int result = _map.Update(&key, &value, (ulong)MapUpdate.Add);
        return result switch
        {
            0 => true,
            -Errno.EEXIST => false,
            _ => throw MapFailures.OfUpdate(_map, result),
        };
    }

    public bool TryUpdate(TKey key, TValue value, MapUpdate update)
    {
        int result = _map.Update(&key, &value, (ulong)update);
        if ((update & MapUpdate.Lock) != 0)
            MapFailures.OfLocked(_map, result);
        return result switch
        {
            0 => true,
            -Errno.EEXIST or -Errno.ENOENT => false,
            _ => throw MapFailures.OfUpdate(_map, result),
        };
    }

    public bool TryGetLocked(TKey key, out TValue value)
    {
        fixed (TValue* pointer = &value)
        {
            *pointer = default;
            return MapFailures.Found(_map, "read", MapFailures.OfLocked(_map, _map.Lookup(&key, pointer, (ulong)MapUpdate.Lock)));
        }
    }

    public void Set(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values) => MapBatches.Update(_map, keys, values);

    public int Remove(ReadOnlySpan<TKey> keys) => MapBatches.Delete(_map, keys);

    public int Read(Span<TKey> keys, Span<TValue> values) => MapBatches.Read(_map, keys, values);

    public void Freeze() => _map.RequireFrozen();

    public bool Remove(TKey key) => MapFailures.Found(_map, "remove an entry of", _map.Delete(&key));

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

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        var walk = new MapWalk(_map);
        while (walk.MoveNext())
            yield return new(MemoryMarshal.Read<TKey>(walk.Key), MemoryMarshal.Read<TValue>(walk.Value));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
