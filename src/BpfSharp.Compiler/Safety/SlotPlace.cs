using System;

namespace BpfSharp.Compiler.Safety;

/// <summary>Where the bytes of a slot stand in a set of the bytes of many (<see cref="SlotPlaces"/>). Offsets are from the slot's start; what lies beside the slot is left out.</summary>
internal readonly record struct SlotPlace(int First, int Size)
{
    public void Add(ByteSet all, long offset, long size)
    {
        (long start, long count) = Within(offset, size);
        all.Add(start, count);
    }

    public void Remove(ByteSet all, long offset, long size)
    {
        (long start, long count) = Within(offset, size);
        all.Remove(start, count);
    }

    public bool Any(ByteSet all, long offset, long size)
    {
        (long start, long count) = Within(offset, size);
        return all.Any(start, count);
    }

    /// <summary>False where one of the bytes lies beside the slot.</summary>
    public bool All(ByteSet all, long offset, long size) => size <= 0 || (offset >= 0 && offset + size <= Size && all.All(First + offset, size));

    public bool Contains(ByteSet all, long offset) => all[(int)(First + offset)];

    private (long Start, long Count) Within(long offset, long size)
    {
        long start = Math.Min(Math.Max(offset, 0), Size);
        long end = Math.Max(Math.Min(offset + size, Size), start);
        return (First + start, end - start);
    }
}
