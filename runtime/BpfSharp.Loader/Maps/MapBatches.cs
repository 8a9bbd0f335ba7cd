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
        fixed (TKey* key = keys)
        fixed (TValue* value = values)
        {
            bool single = false;
            int retries = 0;
            for (uint done = 0; done < (uint)keys.Length;)
            {
                uint count = single ? 1 : (uint)keys.Length - done;
                int result = single
                    ? map.Update(key + done, value + done, (ulong)MapUpdate.Any)
                    : map.Batch(BpfCommand.MapUpdateBatch, null, null, key + done, value + done, ref count);
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
        if (map.Shape.MapType == MapType.LpmTrie)
            return Walk(new MapWalk(map), keys, values, 0);
        // The cursor of a batch is a key or, for hashes, a bucket number of 4 bytes.
        byte* cursor = stackalloc byte[Math.Max(sizeof(TKey), 8)];
        int done = 0;
        fixed (TKey* key = keys)
        fixed (TValue* value = values)
        {
            for (bool isStarted = false; done < keys.Length; isStarted = true)
            {
                uint count = (uint)(keys.Length - done);
                int result = map.Batch(BpfCommand.MapLookupBatch, isStarted ? cursor : null, cursor, key + done, value + done, ref count);
                // ENOSPC: the next bucket of a hash has more entries than there is room for.
                if (IsUnknown(result) || result == -Errno.ENOSPC)
                    return isStarted || result == -Errno.ENOSPC ? Rest(map, cursor, isStarted, keys, values, done) : Walk(new MapWalk(map), keys, values, 0);
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
    private static int Rest<TKey, TValue>(KernelMap map, byte* cursor, bool isStarted, Span<TKey> keys, Span<TValue> values, int done)
        where TKey : unmanaged
        where TValue : unmanaged =>
        Walk(isStarted ? new MapWalk(map, new ReadOnlySpan<byte>(cursor, Math.Max(sizeof(TKey), 8))) : new MapWalk(map), keys, values, done);

    private static int Walk<TKey, TValue>(MapWalk walk, Span<TKey> keys, Span<TValue> values, int done)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        while (done < keys.Length && walk.MoveNext())
        {
            keys[done] = MemoryMarshal.Read<TKey>(walk.Key);
            values[done++] = MemoryMarshal.Read<TValue>(walk.Value);
        }
        return done;
    }
}
