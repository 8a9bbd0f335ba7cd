using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/hashtab.c</c>: adding to a full map fails. Replacing takes the CPU's spare element, and the old one is the next spare; the element of a removed entry goes to
/// the next that is added. So a reference to what was removed or replaced keeps the old value until then, and is another entry's afterwards.</summary>
internal sealed class HashStorage : KeyedStorage
{
    private readonly Dictionary<byte[], byte[]> _entries = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], byte[]>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Stack<byte[]> _free = new();
    private readonly Dictionary<int, byte[]> _spare = [];

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
        byte[] made = (old is null ? _free.TryPop(out byte[]? given) : _spare.Remove(cpu, out given)) ? given! : new byte[value.Length];
        if (old is not null)
        {
            Options.Fields.Free(old);
            _spare[cpu] = old;
        }

        Options.Fields.Copy(value, made);
        _lookup[key] = made;
        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key)
    {
        if (!_lookup.Remove(key, out _, out byte[]? value))
            return -KernelError.NoEntry;
        Options.Fields.Free(value);
        _free.Push(value);
        return 0;
    }

    public override IReadOnlyList<(byte[] Key, byte[] Value)> Snapshot() => [.. _entries.Select(static e => (e.Key, (byte[])e.Value.Clone()))];

    public override void Clear() => _entries.Clear();
}
