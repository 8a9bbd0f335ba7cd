using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>A hash map with a value for each CPU; a program changes its CPU's in place, and a new entry is zero for the others. An LRU map makes room when it is full.</summary>
internal sealed class PerCpuHashStorage : MapStorage
{
    private readonly Dictionary<byte[], byte[][]> _entries = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], byte[][]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly KeyRecency? _recency;
    private readonly Stack<byte[][]> _free = new();

    public PerCpuHashStorage(MapStorageOptions options, bool evicts)
        : base(options)
    {
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        _recency = evicts ? new KeyRecency() : null;
    }

    public int Count => _entries.Count;

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu)
    {
        if (!_lookup.TryGetValue(key, out byte[][]? values))
            return ref Unsafe.NullRef<byte>();
        _recency?.Use(key);
        return ref MemoryMarshal.GetArrayDataReference(values[cpu]);
    }

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu)
    {
        bool exists = _lookup.TryGetValue(key, out byte[][]? values);
        if (flags > ChangeOnly)
            return -KernelError.Invalid;
        if (flags == AddOnly && exists)
            return -KernelError.Exists;
        if (flags == ChangeOnly && !exists)
            return -KernelError.NoEntry;
        if (!exists && (uint)_entries.Count >= Options.MaxEntries)
        {
            if (_recency is null)
                return -KernelError.TooBig;
            _entries.Remove(_recency.TakeOldest());
        }

        if (!exists)
            _lookup[key] = values = _free.TryPop(out byte[][]? given) ? given : NewValues();
        _recency?.Use(key);
        value.CopyTo(values![cpu]);
        // pcpu_init_value: the other CPUs begin with zero.
        for (int other = 0; !exists && other < values.Length; other++)
        {
            if (other != cpu)
                Array.Clear(values[other]);
        }

        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key)
    {
        _recency?.Forget(key);
        if (!_lookup.Remove(key, out _, out byte[][]? values))
            return -KernelError.NoEntry;
        // An LRU map has lists of its own for what is free.
        if (_recency is null)
            _free.Push(values);
        return 0;
    }

    public IReadOnlyList<byte[]> Keys() => [.. _entries.Keys];

    public override IReadOnlyList<byte[]> WalkedKeys() => Keys();

    public void Clear()
    {
        _entries.Clear();
        _recency?.Clear();
    }

    private byte[][] NewValues()
    {
        var values = new byte[Options.CpuCount][];
        for (int cpu = 0; cpu < values.Length; cpu++)
            values[cpu] = new byte[Options.ValueSize];
        return values;
    }
}
