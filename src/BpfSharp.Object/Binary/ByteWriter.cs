using System;
using System.Text;

namespace BpfSharp.Objects.Binary;

/// <summary>Growing little-endian buffer.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public void U8(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void U16(int value)
    {
        Reserve(2);
        _bytes[Length++] = unchecked((byte)value);
        _bytes[Length++] = unchecked((byte)(value >> 8));
    }

    public void U32(uint value)
    {
        Reserve(4);
        int at = Length;
        _bytes[at] = unchecked((byte)value);
        _bytes[at + 1] = unchecked((byte)(value >> 8));
        _bytes[at + 2] = unchecked((byte)(value >> 16));
        _bytes[at + 3] = unchecked((byte)(value >> 24));
        Length = at + 4;
    }

    public void I32(int value) => U32(unchecked((uint)value));

    public void U64(ulong value)
    {
        U32(unchecked((uint)value));
        U32(unchecked((uint)(value >> 32)));
    }

    public void Bytes(byte[] value)
    {
        Reserve(value.Length);
        Buffer.BlockCopy(value, 0, _bytes, Length, value.Length);
        Length += value.Length;
    }

    /// <summary>UTF-8 and a final NUL.</summary>
    public void Text(string value)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(value.Length) + 1);
        Length += Encoding.UTF8.GetBytes(value, 0, value.Length, _bytes, Length);
        U8(0);
    }

    public void Align(int alignment)
    {
        while (Length % alignment != 0)
            U8(0);
    }

    public byte[] ToArray()
    {
        var result = new byte[Length];
        Buffer.BlockCopy(_bytes, 0, result, 0, Length);
        return result;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
    }
}
