using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <summary>A BTF type (Documentation/bpf/btf.rst). Ids are positions in <see cref="BtfTypes"/>, from 1; 0 is void.</summary>
public abstract record BtfType
{
    public string Name { get; init; } = "";
}

/// <param name="Encoding">Bits of <c>BTF_INT_*</c>: 1 signed, 2 char, 4 bool.</param>
public sealed record BtfInt(int Size, int Encoding) : BtfType;

public sealed record BtfPointer(int TypeId) : BtfType;

public sealed record BtfArray(int ElementTypeId, int IndexTypeId, int Count) : BtfType;

public sealed record BtfStruct(int Size, bool IsUnion, IReadOnlyList<BtfMember> Members) : BtfType;

/// <param name="Offset">Bits from the start of the struct.</param>
public readonly record struct BtfMember(string Name, int TypeId, int Offset);

/// <param name="Size">Bytes: 1, 2, 4 or 8.</param>
public sealed record BtfEnum(int Size, bool IsSigned, IReadOnlyList<BtfEnumValue> Values) : BtfType;

public readonly record struct BtfEnumValue(string Name, long Value);

public sealed record BtfForward(bool IsUnion) : BtfType;

public sealed record BtfTypedef(int TypeId) : BtfType;

public sealed record BtfFunctionPrototype(int ReturnTypeId, IReadOnlyList<BtfParameter> Parameters) : BtfType;

public readonly record struct BtfParameter(string Name, int TypeId);

/// <param name="Linkage">0 static, 1 global.</param>
public sealed record BtfFunction(int TypeId, int Linkage) : BtfType;

/// <param name="Linkage">0 static, 1 global allocated.</param>
public sealed record BtfVariable(int TypeId, int Linkage) : BtfType;

/// <summary>Section of variables; the loader writes its size and offsets.</summary>
public sealed record BtfDataSection(int Size, IReadOnlyList<BtfSectionVariable> Variables) : BtfType;

public readonly record struct BtfSectionVariable(int TypeId, int Offset, int Size);

/// <summary>const, volatile, restrict, float, tags and what else this version only carries through.</summary>
public sealed record BtfQualifier(int Kind, int TypeId) : BtfType;
