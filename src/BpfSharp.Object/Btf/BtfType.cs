namespace BpfSharp.Objects.Btf;

/// <summary>A BTF type (Documentation/bpf/btf.rst), equal by content. Ids are positions in <see cref="BtfTypes"/>, from 1; 0 is void.</summary>
public abstract record BtfType
{
    /// <summary>Empty where the type has none. The kernel accepts C identifiers: see <see cref="BtfNames"/>.</summary>
    public string Name { get; init; } = "";
}

/// <param name="Encoding">Bits of <c>BTF_INT_*</c>: 1 signed, 2 char, 4 bool.</param>
public sealed record BtfInt(int Size, int Encoding) : BtfType
{
    /// <summary>Bits of the value where it is not the whole (old compilers' bit fields); 0: <c>Size * 8</c>.</summary>
    public int Bits { get; init; }

    /// <summary>Bits before the value.</summary>
    public int BitOffset { get; init; }
}

public sealed record BtfPointer(int TypeId) : BtfType;

public sealed record BtfArray(int ElementTypeId, int IndexTypeId, uint Count) : BtfType;

public sealed record BtfForward(bool IsUnion) : BtfType;

public sealed record BtfTypedef(int TypeId) : BtfType;

/// <summary><c>const</c>, <c>volatile</c>, <c>restrict</c>, or (with a name) a type tag.</summary>
public sealed record BtfQualifier(BtfKind Kind, int TypeId) : BtfType;

public sealed record BtfFloat(int Size) : BtfType;

/// <param name="Linkage">0 static, 1 global, 2 extern.</param>
public sealed record BtfFunction(int TypeId, int Linkage) : BtfType;

/// <param name="Linkage">0 static, 1 global allocated, 2 extern.</param>
public sealed record BtfVariable(int TypeId, int Linkage) : BtfType;

/// <param name="Component">Index of the tagged member or parameter; -1 tags the type itself.</param>
public sealed record BtfDeclTag(int TypeId, int Component) : BtfType;
