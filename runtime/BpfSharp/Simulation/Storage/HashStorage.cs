using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/hashtab.c</c>: adding to a full map fails; replacing makes a new element, so that references to the old value keep the old value.</summary>
internal sealed class HashStorage : KeyedStorage
{
    private readonly Dictionary<byte[], byte[]> _entries = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public HashStorage(MapStorageOptions options)
        : base(options) =>
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    public override int Count => _entries.Count;

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu)
    {
        if (!_lookup.TryGetValue(key, out byte[]? value))
            return ref Unsafe.NullRef<byte>();
        return ref MemoryMarshal.GetArrayDataReference(value);
    }

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu)
    {
        bool exists = _lookup.TryGetValue(key, out byte[]? old);
        bool isLocked = (flags & Locked) != 0;
        if (isLocked && !Options.HasLock)
            return -KernelError.Invalid;
        if (CheckUpdate(exists, flags & ~Locked) is < 0 and var error)
            return error;
        // With the lock held the value stays where it is.
        if (isLocked && old is not null)
        {
            Options.Fields.Copy(value, old);
            return 0;
        }

        if (!exists && (uint)_entries.Count >= Options.MaxEntries)
            return -KernelError.TooBig;
        var made = new byte[value.Length];
        Options.Fields.Copy(value, made);
        _lookup[key] = made;
        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key) => _lookup.Remove(key) ? 0 : -KernelError.NoEntry;

    public override IReadOnlyList<(byte[] Key, byte[] Value)> Snapshot() => [.. _entries.Select(static e => (e.Key, (byte[])e.Value.Clone()))];

    public override void Clear() => _entries.Clear();
}
