using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>A hash map that evicts the entry used least recently; the kernel (<c>kernel/bpf/bpf_lru_list.c</c>) approximates that.</summary>
internal sealed class LruHashStorage : KeyedStorage
{
    private readonly Dictionary<byte[], LinkedListNode<(byte[] Key, byte[] Value)>> _entries = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], LinkedListNode<(byte[] Key, byte[] Value)>>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly LinkedList<(byte[] Key, byte[] Value)> _recentFirst = [];

    public LruHashStorage(MapStorageOptions options)
        : base(options) =>
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    public override int Count => _entries.Count;

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu)
    {
        if (!_lookup.TryGetValue(key, out LinkedListNode<(byte[] Key, byte[] Value)>? node))
            return ref Unsafe.NullRef<byte>();
        _recentFirst.Remove(node);
        _recentFirst.AddFirst(node);
        return ref MemoryMarshal.GetArrayDataReference(node.Value.Value);
    }

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu)
    {
        bool exists = _lookup.TryGetValue(key, out LinkedListNode<(byte[] Key, byte[] Value)>? old);
        if (CheckUpdate(exists, flags) is < 0 and var error)
            return error;
        if (exists)
            _recentFirst.Remove(old!);
        else if ((uint)_entries.Count >= Options.MaxEntries)
            Evict();
        byte[] ownKey = key.ToArray();
        var made = new byte[value.Length];
        Options.Fields.Copy(value, made);
        _entries[ownKey] = _recentFirst.AddFirst((ownKey, made));
        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key)
    {
        if (!_lookup.Remove(key, out _, out LinkedListNode<(byte[] Key, byte[] Value)>? node))
            return -KernelError.NoEntry;
        _recentFirst.Remove(node);
        return 0;
    }

    public override IReadOnlyList<(byte[] Key, byte[] Value)> Snapshot() => [.. _recentFirst.Select(static e => (e.Key, (byte[])e.Value.Clone()))];

    public override void Clear()
    {
        _entries.Clear();
        _recentFirst.Clear();
    }

    private void Evict()
    {
        LinkedListNode<(byte[] Key, byte[] Value)> last = _recentFirst.Last!;
        _recentFirst.Remove(last);
        _entries.Remove(last.Value.Key);
    }
}
