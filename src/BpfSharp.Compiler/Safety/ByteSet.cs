using System;

namespace BpfSharp.Compiler.Safety;

/// <summary>Which bytes something is true for: of a slot, or of all slots of a function (<see cref="SlotPlaces"/>).</summary>
internal sealed class ByteSet : IEquatable<ByteSet>
{
    private const int WordBits = 64;

    // A bit per byte.
    private readonly ulong[] _words;

    public ByteSet(int size, bool value = false)
    {
        Size = size;
        _words = new ulong[(size + WordBits - 1) / WordBits];
        if (value)
            Add(0, size);
    }

    public ByteSet(ByteSet other)
    {
        Size = other.Size;
        _words = (ulong[])other._words.Clone();
    }

    public int Size { get; }

    public bool this[int index] => (_words[index / WordBits] >> (index % WordBits) & 1) != 0;

    public void Add(long offset, long size)
    {
        int end = End(offset, size);
        for (int i = Start(offset); i < end; i = Next(i))
            _words[i / WordBits] |= Mask(i, end);
    }

    public void Remove(long offset, long size)
    {
        int end = End(offset, size);
        for (int i = Start(offset); i < end; i = Next(i))
            _words[i / WordBits] &= ~Mask(i, end);
    }

    public bool Any(long offset, long size)
    {
        int end = End(offset, size);
        for (int i = Start(offset); i < end; i = Next(i))
        {
            if ((_words[i / WordBits] & Mask(i, end)) != 0)
                return true;
        }

        return false;
    }

    public bool All(long offset, long size)
    {
        if (size <= 0)
            return true;
        if (offset < 0 || offset + size > Size)
            return false;
        int end = (int)(offset + size);
        for (int i = (int)offset; i < end; i = Next(i))
        {
            ulong mask = Mask(i, end);
            if ((_words[i / WordBits] & mask) != mask)
                return false;
        }

        return true;
    }

    public void UnionWith(ByteSet other)
    {
        for (int i = 0; i < _words.Length; i++)
            _words[i] |= other._words[i];
    }

    public void IntersectWith(ByteSet other)
    {
        for (int i = 0; i < _words.Length; i++)
            _words[i] &= other._words[i];
    }

    public bool Equals(ByteSet? other)
    {
        if (other is null || other.Size != Size)
            return false;
        for (int i = 0; i < _words.Length; i++)
        {
            if (other._words[i] != _words[i])
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ByteSet);

    public override int GetHashCode() => Size;

    private int Start(long offset) => (int)Math.Min(Math.Max(offset, 0), Size);

    private int End(long offset, long size) => (int)Math.Max(Math.Min(offset + size, Size), 0);

    // The next word's first bit.
    private static int Next(int index) => (index / WordBits + 1) * WordBits;

    // Bits of the index's word from it to the end.
    private static ulong Mask(int index, int end)
    {
        int first = index % WordBits;
        int count = Math.Min(end - index, WordBits - first);
        return (count == WordBits ? ulong.MaxValue : (1UL << count) - 1) << first;
    }
}
