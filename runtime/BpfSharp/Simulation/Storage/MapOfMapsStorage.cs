using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/map_in_map.c</c>: entries are maps made after one template.</summary>
internal sealed class MapOfMapsStorage(MapStorageOptions options, MapDeclaration template, bool isArray) : MapStorage(options)
{
    private readonly Dictionary<byte[], (MapDeclaration Map, string Name)> _entries = new(KeyComparer.Instance);

    public MapDeclaration Template { get; } = template;

    public bool IsArray { get; } = isArray;

    public ICollection<byte[]> Keys => _entries.Keys;

    public (MapDeclaration Map, string Name)? Find(ReadOnlySpan<byte> key) =>
        _entries.TryGetValue(key.ToArray(), out (MapDeclaration Map, string Name) entry) ? entry : null;

    public int Set(byte[] key, MapDeclaration map, string name)
    {
        bool fits = IsArray
            ? MemoryMarshal.Read<uint>(key) < Options.MaxEntries
            : _entries.ContainsKey(key) || (uint)_entries.Count < Options.MaxEntries;
        if (!fits)
            return -KernelError.TooBig;
        _entries[key] = (map, name);
        return 0;
    }

    public bool Remove(byte[] key) => _entries.Remove(key);
}
