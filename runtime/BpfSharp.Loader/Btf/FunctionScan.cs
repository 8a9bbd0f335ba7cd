using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Btf;

/// <summary>Ids of functions by name in raw BTF. The kernel has some 150,000 types, of which nothing else is wanted: so they are walked, not read.</summary>
internal static class FunctionScan
{
    private const int HeaderSize = 24;
    private const int TypeSize = 12;

    /// <exception cref="BpfException">The bytes are no BTF, or of a kind that is not known.</exception>
    public static Dictionary<string, int> Find(ReadOnlySpan<byte> btf, IReadOnlySet<string> names)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        if (btf.Length < HeaderSize || (Word(btf, 0) & 0xff_ffff) != 0x01_eb9f)
            throw Damaged("there is no header of version 1");
        ReadOnlySpan<byte> types = Part(btf, 8);
        ReadOnlySpan<byte> strings = Part(btf, 16);
        int id = 1;
        for (int at = 0; at < types.Length && found.Count < names.Count; id++)
        {
            if (types.Length - at < TypeSize)
                throw Damaged($"type {id} is cut off");
            uint info = Word(types, at + 4);
            var kind = (BtfKind)((info >> 24) & 31);
            if (kind == BtfKind.Function && Name(strings, Word(types, at)) is { Length: > 0 } name && names.Contains(name))
                found.TryAdd(name, id);
            at += TypeSize + ((TailSize(kind) ?? throw Damaged($"type {id} is of kind {(int)kind}")) * (IsCounted(kind) ? (int)(info & 0xffff) : 1));
        }
        return found;
    }

    /// <summary>Bytes behind the common part, of each member where they are counted (Documentation/bpf/btf.rst).</summary>
    private static int? TailSize(BtfKind kind) => kind switch
    {
        BtfKind.Int or BtfKind.Variable or BtfKind.DeclTag => 4,
        BtfKind.Array or BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => 12,
        BtfKind.Enum or BtfKind.FunctionPrototype => 8,
        >= BtfKind.Pointer and <= BtfKind.TypeTag => 0,
        _ => null,
    };

    private static bool IsCounted(BtfKind kind) => kind is BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum or BtfKind.Enum64 or BtfKind.FunctionPrototype;

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> btf, int at)
    {
        ulong start = (ulong)Word(btf, 4) + Word(btf, at);
        uint length = Word(btf, at + 4);
        if (start + length > (ulong)btf.Length)
            throw Damaged("a part reaches beyond the end");
        return btf.Slice((int)start, (int)length);
    }

    private static string Name(ReadOnlySpan<byte> strings, uint offset)
    {
        if (offset >= (uint)strings.Length)
            throw Damaged($"there is no name at {offset}");
        ReadOnlySpan<byte> name = strings[(int)offset..];
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static BpfException Damaged(string how) => new($"The kernel's BTF can't be read: {how}.");
}
