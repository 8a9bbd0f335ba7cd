using System;

namespace BpfSharp.Compiler.Safety;

/// <summary>Which bytes of a slot something is true for.</summary>
internal sealed class ByteSet : IEquatable<ByteSet>
{
    private readonly bool[] _bytes;

    public ByteSet(int size, bool value = false)
    {
        _bytes = new bool[size];
        if (value)
            Add(0, size);
    }

    public ByteSet(ByteSet other) => _bytes = (bool[])other._bytes.Clone();

    public int Size => _bytes.Length;

    public bool this[int index] => _bytes[index];

    public void Add(long offset, long size)
    {
        for (long i = Math.Max(offset, 0); i < Math.Min(offset + size, _bytes.Length); i++)
            _bytes[i] = true;
    }

    public void Remove(long offset, long size)
    {
        for (long i = Math.Max(offset, 0); i < Math.Min(offset + size, _bytes.Length); i++)
            _bytes[i] = false;
    }

    public bool Any(long offset, long size)
    {
        for (long i = Math.Max(offset, 0); i < Math.Min(offset + size, _bytes.Length); i++)
        {
            if (_bytes[i])
                return true;
        }

        return false;
    }

    public bool All(long offset, long size)
    {
        for (long i = offset; i < offset + size; i++)
        {
            if (i < 0 || i >= _bytes.Length || !_bytes[i])
                return false;
        }

        return true;
    }

    public void UnionWith(ByteSet other)
    {
        for (int i = 0; i < _bytes.Length; i++)
            _bytes[i] |= other._bytes[i];
    }

    public void IntersectWith(ByteSet other)
    {
        for (int i = 0; i < _bytes.Length; i++)
            _bytes[i] &= other._bytes[i];
    }

    public bool Equals(ByteSet? other)
    {
        if (other is null || other._bytes.Length != _bytes.Length)
            return false;
        for (int i = 0; i < _bytes.Length; i++)
        {
            if (other._bytes[i] != _bytes[i])
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ByteSet);

    public override int GetHashCode() => _bytes.Length;
}
