using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>Values of an array map, or of one CPU's share of it, each at a multiple of 8 bytes.</summary>
internal sealed class ArrayValues(MapStorageOptions options)
{
    private const ulong AddOnly = 1; // BPF_NOEXIST: always refused, all entries exist
    private const ulong ChangeOnly = 2; // BPF_EXIST
    private const ulong Locked = 4; // BPF_F_LOCK

    private readonly int _stride = (options.ValueSize + 7) & ~7;
    private readonly byte[] _bytes = new byte[checked((options.ValueSize + 7 & ~7) * (long)options.MaxEntries)];

    public ref byte Find(scoped ReadOnlySpan<byte> key)
    {
        uint index = MemoryMarshal.Read<uint>(key);
        if (index >= options.MaxEntries)
            return ref Unsafe.NullRef<byte>();
        return ref _bytes[(int)index * _stride];
    }

    public static IReadOnlyList<byte[]> Keys(MapStorageOptions options)
    {
        var keys = new byte[options.MaxEntries][];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = BitConverter.GetBytes(i);
        return keys;
    }

    public int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags)
    {
        bool isLocked = (flags & Locked) != 0;
        flags &= ~Locked;
        if (flags > ChangeOnly || (isLocked && !options.HasLock))
            return -KernelError.Invalid;
        ref byte found = ref Find(key);
        if (Unsafe.IsNullRef(ref found))
            return -KernelError.TooBig;
        if (flags == AddOnly)
            return -KernelError.Exists;
        // array_map_update_elem: the old value's timer is freed.
        options.Fields.Free(MemoryMarshal.CreateSpan(ref found, options.ValueSize));
        options.Fields.Copy(value, MemoryMarshal.CreateSpan(ref found, options.ValueSize));
        return 0;
    }
}
