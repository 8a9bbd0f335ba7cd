using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Operations on many entries: a system call for as many as fit where the kernel has that for the map type, otherwise one for each.</summary>
internal static unsafe class MapBatches
{
    private const int MostRetries = 100;

    /// <summary>Adds or replaces entries.</summary>
    /// <exception cref="ArgumentException">Not one value for each key.</exception>
    public static void Update<TKey, TValue>(KernelMap map, ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        RequireSame(keys.Length, values.Length);
        Update(map, MemoryMarshal.AsBytes(keys), MemoryMarshal.AsBytes(values), keys.Length);
    }

    /// <param name="values">As the kernel takes them: of a per-CPU map one for each possible CPU, each padded to 8 bytes.</param>
    public static void Update(KernelMap map, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> values, int entries)
    {
        int keySize = map.Shape.KeySize, valueSize = map.Shape.LookupSize;
        fixed (byte* key = keys, value = values)
        {
            bool single = false;
            int retries = 0;
            for (uint done = 0; done < (uint)entries;)
            {
                uint count = single ? 1 : (uint)entries - done;
                byte* keyAt = key + (done * keySize), valueAt = value + ((long)done * valueSize);
                int result = single
                    ? map.Update(keyAt, valueAt, (ulong)MapUpdate.Any)
                    : map.Batch(BpfCommand.MapUpdateBatch, null, null, keyAt, valueAt, ref count);
                if (!single && count == 0 && IsUnknown(result))
                {
                    single = true;
                    continue;
                }
                // EAGAIN, EINTR: the kernel was interrupted; EBUSY: another CPU is at the same bucket (htab_lock_bucket).
                bool again = result is -Errno.EINTR or -Errno.EAGAIN or -Errno.EBUSY && ++retries < MostRetries;
                if (result < 0 && !again)
                    throw MapFailures.OfUpdate(map, result);
                done += result < 0 && single ? 0 : count;
            }
        }
    }

    /// <summary>Removes entries; gives how many there were.</summary>
    public static int Delete<TKey>(KernelMap map, ReadOnlySpan<TKey> keys)
        where TKey : unmanaged
    {
        int removed = 0;
        fixed (TKey* key = keys)
        {
            bool single = false;
            for (uint done = 0; done < (uint)keys.Length;)
            {
                if (single)
                {
                    removed += MapFailures.Found(map, "remove an entry of", map.Delete(key + done++)) ? 1 : 0;
                    continue;
                }
                uint count = (uint)keys.Length - done;
                int result = map.Batch(BpfCommand.MapDeleteBatch, null, null, key + done, null, ref count);
                if (count == 0 && IsUnknown(result))
                {
                    single = true;
                    continue;
                }
                // The kernel stops at a key that is not there, and counts those before.
                removed += (int)count;
                done += count + (MapFailures.Found(map, "remove entries of", result) ? 0u : 1u);
            }
        }
        return removed;
    }

    /// <summary>Copies entries until all are copied or there is no more room; gives how many.</summary>
    public static int Read<TKey, TValue>(KernelMap map, Span<TKey> keys, Span<TValue> values)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        RequireSame(keys.Length, values.Length);
        return Read(map, MemoryMarshal.AsBytes(keys), MemoryMarshal.AsBytes(values), keys.Length);
    }

    /// <param name="values">Get values as the kernel gives them.</param>
    public static int Read(KernelMap map, Span<byte> keys, Span<byte> values, int entries)
    {
        if (map.Shape.MapType == MapType.LpmTrie)
            return Walk(new MapWalk(map), keys, values, 0, entries);
        int keySize = map.Shape.KeySize, valueSize = map.Shape.LookupSize;
        // The cursor of a batch is a key or, for hashes, a bucket number of 4 bytes.
        byte* cursor = stackalloc byte[Math.Max(keySize, 8)];
        int done = 0;
        fixed (byte* key = keys, value = values)
        {
            for (bool isStarted = false; done < entries; isStarted = true)
            {
                uint count = (uint)(entries - done);
                int result = map.Batch(
                    BpfCommand.MapLookupBatch, isStarted ? cursor : null, cursor, key + (done * keySize), value + ((long)done * valueSize), ref count);
                // ENOSPC: the next bucket of a hash has more entries than there is room for.
                if (IsUnknown(result) || result == -Errno.ENOSPC)
                    return isStarted || result == -Errno.ENOSPC ? Rest(map, cursor, isStarted, keys, values, done, entries) : Walk(new MapWalk(map), keys, values, 0, entries);
                done += (int)count;
                if (result == -Errno.ENOENT)
                    break;
                if (result < 0)
                    throw map.Failure("read", result);
            }
        }
        return done;
    }

    /// <summary>Whether the error number says that the kernel has no batches for this map type.</summary>
    public static bool IsUnknown(int result) => result is -Errno.EINVAL or -Errno.ENOTSUPP or -Errno.EOPNOTSUPP;

    public static void RequireSame(int keys, int values)
    {
        if (keys != values)
            throw new ArgumentException($"There are {keys} keys and {values} values: each key has one value.");
    }

    // Through memory with more room.
    private static int Rest(KernelMap map, byte* cursor, bool isStarted, Span<byte> keys, Span<byte> values, int done, int entries) =>
        Walk(isStarted ? new MapWalk(map, new ReadOnlySpan<byte>(cursor, Math.Max(map.Shape.KeySize, 8))) : new MapWalk(map), keys, values, done, entries);

    private static int Walk(MapWalk walk, Span<byte> keys, Span<byte> values, int done, int entries)
    {
        while (done < entries && walk.MoveNext())
        {
            walk.Key.CopyTo(keys[(done * walk.Key.Length)..]);
            walk.Value.CopyTo(values[(done++ * walk.Value.Length)..]);
        }
        return done;
    }
}
