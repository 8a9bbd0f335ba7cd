using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Entries of arrays that lie one after the other; values are as the kernel gives and takes them.</summary>
internal static unsafe class ArrayRanges
{
    private const int Chunk = 256;

    public static void Read(KernelMap map, uint start, Span<byte> values, int entries)
    {
        RequireRange(map, start, entries);
        int size = map.Shape.LookupSize;
        uint done = 0;
        uint* keys = stackalloc uint[Chunk];
        // A batch begins behind the key of its cursor.
        uint cursor = start - 1;
        fixed (byte* to = values)
        {
            while (done < (uint)entries)
            {
                uint count = Math.Min((uint)entries - done, Chunk);
                uint at = start + done;
                byte* place = to + ((long)done * size);
                int result = map.Batch(BpfCommand.MapLookupBatch, at == 0 ? null : &cursor, &cursor, keys, place, ref count);
                if (MapBatches.IsUnknown(result))
                {
                    result = map.Lookup(&at, place);
                    count = 1;
                    cursor = at;
                }
                if (result < 0 && result != -Errno.ENOENT)
                    throw map.Failure("read", result);
                done += count;
            }
        }
    }

    public static void Write(KernelMap map, uint start, ReadOnlySpan<byte> values, int entries)
    {
        RequireRange(map, start, entries);
        int size = map.Shape.LookupSize;
        Span<uint> keys = stackalloc uint[Chunk];
        for (int done = 0; done < entries; done += Chunk)
        {
            int count = Math.Min(entries - done, Chunk);
            for (int i = 0; i < count; i++)
                keys[i] = start + (uint)(done + i);
            MapBatches.Update(map, MemoryMarshal.AsBytes(keys[..count]), values.Slice(done * size, count * size), count);
        }
    }

    private static void RequireRange(KernelMap map, uint start, int count)
    {
        if ((ulong)start + (uint)count > map.Shape.MaxEntries)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Map '{map.Name}' has {map.Shape.MaxEntries} entries; {count} are asked for.");
    }
}
