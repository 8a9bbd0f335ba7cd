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
        U8(unchecked((byte)value));
        U8(unchecked((byte)(value >> 8)));
    }

    public void U32(uint value)
    {
        U16(unchecked((int)(value & 0xffff)));
        U16(unchecked((int)(value >> 16)));
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
        Bytes(Encoding.UTF8.GetBytes(value));
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
