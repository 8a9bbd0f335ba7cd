using System;
using System.Collections.Generic;
using BpfSharp.Objects.Binary;

namespace BpfSharp.Objects.Btf;

/// <summary>The string section of BTF, which <c>.BTF</c> and <c>.BTF.ext</c> share. Equal strings are stored once.</summary>
public sealed class BtfStringTable
{
    private readonly Dictionary<string, uint> _offsets = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ByteWriter _bytes = new();

    public BtfStringTable() => _bytes.U8(0);

    /// <summary>Offset of the string, which is added where it is new. Text behind a NUL character is lost: the format ends strings there.</summary>
    public uint Add(string value)
    {
        int end = value.IndexOf('\0');
        if (end >= 0)
            value = value.Substring(0, end);
        if (_offsets.TryGetValue(value, out uint known))
            return known;

        uint offset = (uint)_bytes.Length;
        _bytes.Text(value);
        _offsets.Add(value, offset);
        return offset;
    }

    public byte[] ToArray() => _bytes.ToArray();
}
