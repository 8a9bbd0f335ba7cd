using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Objects.Btf;

/// <summary>Reads the bytes of a <c>.BTF</c> section.</summary>
public static class BtfReader
{
    private const int MaxTypes = 0x000f_ffff; // BTF_MAX_TYPE

    /// <exception cref="BpfObjectFormatException">The bytes are damaged or of a kind that is not known.</exception>
    public static BtfTypes Read(byte[] bytes) => Read(new ByteReader(bytes, ".BTF"), out _);

    internal static BtfTypes Read(ByteReader reader, out StringSection strings)
    {
        if (reader.U16() != BtfWriter.Magic)
            throw reader.Fail("the magic number is not that of little-endian BTF");
        if (reader.U8() != 1)
            throw reader.Fail("the version is not 1");
        reader.U8();
        uint headerSize = reader.U32();
        uint typeOffset = reader.U32();
        uint typeLength = reader.U32();
        uint stringOffset = reader.U32();
        uint stringLength = reader.U32();
        if (headerSize < BtfWriter.HeaderSize)
            throw reader.Fail("the header is too short");

        strings = new StringSection(reader.Part((ulong)headerSize + stringOffset, stringLength, ".BTF strings"));
        return ReadTypes(reader.Part((ulong)headerSize + typeOffset, typeLength, ".BTF types"), strings);
    }

    private static BtfTypes ReadTypes(ByteReader reader, StringSection strings)
    {
        var types = new BtfTypes();
        int highest = 0;
        while (reader.Remaining > 0)
        {
            if (types.All.Count == MaxTypes)
                throw reader.Fail("there are too many types");
            types.Append(ReadType(reader, strings, ref highest));
        }

        if (highest > types.All.Count)
            throw reader.Fail($"type {highest} is referred to, but there are {types.All.Count}");
        return types;
    }

    private static BtfType ReadType(ByteReader reader, StringSection strings, ref int highest)
    {
        string name = strings[reader.U32()];
        uint info = reader.U32();
        var kind = (BtfKind)((info >> 24) & 31);
        int vlen = (int)(info & 0xffff);
        bool flag = (info & 0x8000_0000) != 0;
        uint sizeOrType = reader.U32();

        switch (kind)
        {
            case BtfKind.Int:
                uint encoding = reader.U32();
                int bits = (int)(encoding & 0xff);
                int size = Size(reader, sizeOrType);
                return new BtfInt(size, (int)(encoding >> 24))
                {
                    Name = name,
                    Bits = bits == size * 8L ? 0 : bits,
                    BitOffset = (int)(encoding >> 16 & 0xff),
                };
            case BtfKind.Pointer:
                return new BtfPointer(Id(reader, sizeOrType, ref highest)) { Name = name };
            case BtfKind.Array:
                return new BtfArray(Id(reader, reader.U32(), ref highest), Id(reader, reader.U32(), ref highest), reader.U32()) { Name = name };
            case BtfKind.Struct or BtfKind.Union:
                return new BtfStruct(Size(reader, sizeOrType), kind == BtfKind.Union, Members(reader, strings, vlen, flag, ref highest)) { Name = name };
            case BtfKind.Enum or BtfKind.Enum64:
                return Enum(reader, strings, kind, vlen, flag, Size(reader, sizeOrType)) with { Name = name };
            case BtfKind.Forward:
                return new BtfForward(flag) { Name = name };
            case BtfKind.Typedef:
                return new BtfTypedef(Id(reader, sizeOrType, ref highest)) { Name = name };
            case BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.TypeTag:
                return new BtfQualifier(kind, Id(reader, sizeOrType, ref highest)) { Name = name };
            case BtfKind.Float:
                return new BtfFloat(Size(reader, sizeOrType)) { Name = name };
            case BtfKind.Function:
                return new BtfFunction(Id(reader, sizeOrType, ref highest), vlen) { Name = name };
            case BtfKind.FunctionPrototype:
                return new BtfFunctionPrototype(Id(reader, sizeOrType, ref highest), Parameters(reader, strings, vlen, ref highest)) { Name = name };
            case BtfKind.Variable:
                return new BtfVariable(Id(reader, sizeOrType, ref highest), reader.I32()) { Name = name };
            case BtfKind.DataSection:
                return new BtfDataSection(Size(reader, sizeOrType), Variables(reader, vlen, ref highest)) { Name = name };
            case BtfKind.DeclTag:
                return new BtfDeclTag(Id(reader, sizeOrType, ref highest), reader.I32()) { Name = name };
            default:
                throw reader.Fail($"kind {(int)kind} is not known");
        }
    }

    private static List<BtfMember> Members(ByteReader reader, StringSection strings, int count, bool bitFields, ref int highest)
    {
        var members = new List<BtfMember>();
        for (int i = 0; i < count; i++)
        {
            string name = strings[reader.U32()];
            int type = Id(reader, reader.U32(), ref highest);
            uint offset = reader.U32();
            if (!bitFields && offset > int.MaxValue)
                throw reader.Fail($"the offset of member '{name}' is too large");
            members.Add(bitFields ? new(name, type, (int)(offset & 0xff_ffff), (int)(offset >> 24)) : new(name, type, (int)offset));
        }

        return members;
    }

    private static BtfEnum Enum(ByteReader reader, StringSection strings, BtfKind kind, int count, bool isSigned, int size)
    {
        var values = new List<BtfEnumValue>();
        for (int i = 0; i < count; i++)
        {
            string name = strings[reader.U32()];
            uint low = reader.U32();
            long value = kind == BtfKind.Enum64 ? unchecked((long)(low | (ulong)reader.U32() << 32)) : isSigned ? unchecked((int)low) : low;
            values.Add(new(name, value));
        }

        if ((kind == BtfKind.Enum64) != (size == 8))
            throw reader.Fail($"an enum of {size} bytes has the other kind of values");
        return new BtfEnum(size, isSigned, values);
    }

    private static List<BtfParameter> Parameters(ByteReader reader, StringSection strings, int count, ref int highest)
    {
        var parameters = new List<BtfParameter>();
        for (int i = 0; i < count; i++)
            parameters.Add(new(strings[reader.U32()], Id(reader, reader.U32(), ref highest)));
        return parameters;
    }

    private static List<BtfSectionVariable> Variables(ByteReader reader, int count, ref int highest)
    {
        var variables = new List<BtfSectionVariable>();
        for (int i = 0; i < count; i++)
            variables.Add(new(Id(reader, reader.U32(), ref highest), Size(reader, reader.U32()), Size(reader, reader.U32())));
        return variables;
    }

    private static int Id(ByteReader reader, uint id, ref int highest)
    {
        if (id > MaxTypes)
            throw reader.Fail($"there is no type {id}");
        if (id > highest)
            highest = (int)id;
        return (int)id;
    }

    private static int Size(ByteReader reader, uint size) => size <= int.MaxValue
        ? (int)size
        : throw reader.Fail($"a size of {size} bytes is too large");
}
