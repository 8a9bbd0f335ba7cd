using BpfSharp.Objects.Elf;

namespace BpfSharp.Objects.Binary;

/// <summary>Little-endian reads inside a part of a file; anything outside is a <see cref="BpfObjectFormatException"/>.</summary>
internal sealed class ByteReader
{
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly string _what;

    /// <param name="what">Name of the part, for messages.</param>
    public ByteReader(byte[] bytes, string what)
        : this(bytes, 0, bytes.Length, what)
    {
    }

    private ByteReader(byte[] bytes, int start, int length, string what)
    {
        _bytes = bytes;
        _start = start;
        Length = length;
        _what = what;
    }

    public int Length { get; }

    public int Position { get; set; }

    public int Remaining => Length - Position;

    public byte U8()
    {
        Need(1);
        return _bytes[_start + Position++];
    }

    public ushort U16()
    {
        Need(2);
        int at = _start + Position;
        Position += 2;
        return (ushort)(_bytes[at] | _bytes[at + 1] << 8);
    }

    public uint U32()
    {
        Need(4);
        int at = _start + Position;
        Position += 4;
        return unchecked((uint)(_bytes[at] | _bytes[at + 1] << 8 | _bytes[at + 2] << 16 | _bytes[at + 3] << 24));
    }

    public int I32() => unchecked((int)U32());

    public ulong U64()
    {
        ulong low = U32();
        return low | ((ulong)U32() << 32);
    }

    /// <summary>A part by offset and length as the file states them.</summary>
    public ByteReader Part(ulong offset, ulong length, string what)
    {
        if (offset > (ulong)Length || length > (ulong)Length - offset)
            throw Fail($"{what} reaches beyond its end");
        return new ByteReader(_bytes, _start + (int)offset, (int)length, what);
    }

    public byte[] ToArray()
    {
        var result = new byte[Length];
        System.Buffer.BlockCopy(_bytes, _start, result, 0, Length);
        return result;
    }

    /// <summary>Offset of the next 0 byte at or behind <paramref name="offset"/>, or -1.</summary>
    public int IndexOfNul(int offset)
    {
        int index = System.Array.IndexOf(_bytes, (byte)0, _start + offset, Length - offset);
        return index < 0 ? -1 : index - _start;
    }

    public string Text(int offset, int length) => System.Text.Encoding.UTF8.GetString(_bytes, _start + offset, length);

    public BpfObjectFormatException Fail(string message) => new($"{_what}: {message}.");

    private void Need(int count)
    {
        if (Remaining < count)
            throw Fail($"ends at byte {Length} where more was expected");
    }
}
