using System.Collections.Generic;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Objects.Binary;

/// <summary>NUL-terminated strings by offset, as in ELF and BTF.</summary>
/// <remarks>A damaged file can name overlapping tails of one long string a million times; the total that is decoded is limited, so that memory stays in proportion to the file.</remarks>
internal sealed class StringSection
{
    private readonly ByteReader _reader;
    private readonly Dictionary<uint, string> _decoded = new();
    private long _budget;

    public StringSection(ByteReader reader)
    {
        _reader = reader;
        _budget = 16L * reader.Length + 65536;
    }

    /// <exception cref="BpfObjectFormatException">No string starts at the offset.</exception>
    public string this[uint offset]
    {
        get
        {
            if (_decoded.TryGetValue(offset, out string? known))
                return known;
            if (offset >= (uint)_reader.Length)
                throw _reader.Fail($"there is no string at offset {offset}");

            int end = _reader.IndexOfNul((int)offset);
            if (end < 0)
                throw _reader.Fail($"the string at offset {offset} has no end");

            int length = end - (int)offset;
            _budget -= length;
            if (_budget < 0)
                throw _reader.Fail("its strings overlap without end");

            string value = _reader.Text((int)offset, length);
            _decoded.Add(offset, value);
            return value;
        }
    }
}
