using System;
using System.Collections.Generic;
using BpfSharp.Objects.Binary;

namespace BpfSharp.Objects.Btf;

/// <summary>Types as the bytes of a <c>.BTF</c> section, which the kernel's <c>BPF_BTF_LOAD</c> takes too.</summary>
public static class BtfWriter
{
    internal const ushort Magic = 0xeb9f;
    internal const int HeaderSize = 24;
    internal const int MaxVlen = 0xffff;

    /// <param name="strings">Strings that other sections refer to; the types' names are added.</param>
    public static byte[] Write(BtfTypes types, BtfStringTable? strings = null)
    {
        strings ??= new BtfStringTable();
        var body = new ByteWriter();
        foreach (BtfType type in types.All)
            Write(body, type, strings);
        byte[] text = strings.ToArray();

        var result = new ByteWriter();
        result.U16(Magic);
        result.U8(1);
        result.U8(0);
        result.U32(HeaderSize);
        result.U32(0);
        result.U32((uint)body.Length);
        result.U32((uint)body.Length);
        result.U32((uint)text.Length);
        result.Bytes(body.ToArray());
        result.Bytes(text);
        return result.ToArray();
    }

    private static void Write(ByteWriter writer, BtfType type, BtfStringTable strings)
    {
        uint name = strings.Add(type.Name);
        switch (type)
        {
            case BtfInt t:
                Header(writer, name, BtfKind.Int, t.Size);
                writer.U32((uint)(t.Encoding << 24 | t.BitOffset << 16 | (t.Bits == 0 ? t.Size * 8 : t.Bits)));
                break;
            case BtfPointer t:
                Header(writer, name, BtfKind.Pointer, t.TypeId);
                break;
            case BtfArray t:
                Header(writer, name, BtfKind.Array, 0);
                writer.I32(t.ElementTypeId);
                writer.I32(t.IndexTypeId);
                writer.U32(t.Count);
                break;
            case BtfStruct t:
                WriteStruct(writer, name, t, strings);
                break;
            case BtfEnum t:
                WriteEnum(writer, name, t, strings);
                break;
            case BtfForward t:
                Header(writer, name, BtfKind.Forward, 0, flag: t.IsUnion);
                break;
            case BtfTypedef t:
                Header(writer, name, BtfKind.Typedef, t.TypeId);
                break;
            case BtfQualifier t:
                Header(writer, name, t.Kind, t.TypeId);
                break;
            case BtfFloat t:
                Header(writer, name, BtfKind.Float, t.Size);
                break;
            case BtfFunction t:
                Header(writer, name, BtfKind.Function, t.TypeId, t.Linkage);
                break;
            case BtfFunctionPrototype t:
                Header(writer, name, BtfKind.FunctionPrototype, t.ReturnTypeId, Count(t.Parameters.Count, t));
                foreach (BtfParameter parameter in t.Parameters)
                {
                    writer.U32(strings.Add(parameter.Name));
                    writer.I32(parameter.TypeId);
                }

                break;
            case BtfVariable t:
                Header(writer, name, BtfKind.Variable, t.TypeId);
                writer.I32(t.Linkage);
                break;
            case BtfDataSection t:
                Header(writer, name, BtfKind.DataSection, t.Size, Count(t.Variables.Count, t));
                foreach (BtfSectionVariable variable in t.Variables)
                {
                    writer.I32(variable.TypeId);
                    writer.I32(variable.Offset);
                    writer.I32(variable.Size);
                }

                break;
            case BtfDeclTag t:
                Header(writer, name, BtfKind.DeclTag, t.TypeId);
                writer.I32(t.Component);
                break;
            default:
                throw new ArgumentException($"There is no BTF kind for {type.GetType().Name}.", nameof(type));
        }
    }

    private static void WriteStruct(ByteWriter writer, uint name, BtfStruct type, BtfStringTable strings)
    {
        bool bitFields = HasBitFields(type.Members);
        Header(writer, name, type.IsUnion ? BtfKind.Union : BtfKind.Struct, type.Size, Count(type.Members.Count, type), bitFields);
        foreach (BtfMember member in type.Members)
        {
            writer.U32(strings.Add(member.Name));
            writer.I32(member.TypeId);
            writer.I32(bitFields ? member.BitSize << 24 | member.Offset : member.Offset);
        }
    }

    private static void WriteEnum(ByteWriter writer, uint name, BtfEnum type, BtfStringTable strings)
    {
        bool wide = type.Size == 8;
        Header(writer, name, wide ? BtfKind.Enum64 : BtfKind.Enum, type.Size, Count(type.Values.Count, type), type.IsSigned);
        foreach (BtfEnumValue value in type.Values)
        {
            writer.U32(strings.Add(value.Name));
            writer.U32(unchecked((uint)value.Value));
            if (wide)
                writer.U32(unchecked((uint)(value.Value >> 32)));
        }
    }

    private static bool HasBitFields(IReadOnlyList<BtfMember> members)
    {
        foreach (BtfMember member in members)
        {
            if (member.BitSize != 0)
                return true;
        }

        return false;
    }

    private static int Count(int count, BtfType type) => count <= MaxVlen
        ? count
        : throw new ArgumentException($"BTF counts up to {MaxVlen} parts; '{type.Name}' has {count}.", nameof(type));

    private static void Header(ByteWriter writer, uint name, BtfKind kind, int sizeOrType, int vlen = 0, bool flag = false)
    {
        writer.U32(name);
        writer.U32((uint)vlen | (uint)kind << 24 | (flag ? 0x8000_0000 : 0));
        writer.I32(sizeOrType);
    }
}
