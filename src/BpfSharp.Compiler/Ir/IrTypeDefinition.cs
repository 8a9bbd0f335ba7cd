using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

public enum IrLayout
{
    /// <summary>In order, each at its natural alignment but at most <see cref="IrTypeDefinition.Pack"/>, as the CLR lays out sequential structs.</summary>
    Sequential,

    /// <summary>At declared offsets.</summary>
    Explicit,

    /// <summary>Auto layout (tuples): laid out sequentially by us; never at a boundary where anybody else sees it.</summary>
    Auto,

    /// <summary>An enum; <see cref="IrTypeDefinition.Underlying"/> tells the integer.</summary>
    Enum,
}

/// <summary>A struct or enum, still generic: field types may name the definition's type parameters.</summary>
public sealed class IrTypeDefinition
{
    public IrTypeDefinition(string name, int genericArity, IrLayout layout)
    {
        Name = name;
        GenericArity = genericArity;
        Layout = layout;
    }

    /// <summary>Metadata name: <c>Namespace.Outer+Inner`1</c>.</summary>
    public string Name { get; }

    public int GenericArity { get; }

    public IrLayout Layout { get; }

    /// <summary><c>StructLayout.Pack</c>; 0 is the default (8).</summary>
    public int Pack { get; set; }

    /// <summary><c>StructLayout.Size</c>; 0 where absent.</summary>
    public int Size { get; set; }

    /// <summary>Name of the kernel's struct that this is, by which the kernel knows it in a map's value (<c>bpf_spin_lock</c>); null for all others.</summary>
    public string? KernelName { get; set; }

    /// <summary>Integer type of an enum.</summary>
    public IrType? Underlying { get; set; }

    /// <summary>Instance fields in declaration order.</summary>
    public List<IrField> Fields { get; } = new();

    /// <summary>Named values of an enum, for BTF.</summary>
    public List<KeyValuePair<string, long>> EnumValues { get; } = new();

    /// <summary>For static abstract members: documentation id of the interface member -> documentation id of the implementation.</summary>
    public Dictionary<string, string> Implementations { get; } = new(System.StringComparer.Ordinal);
}

/// <param name="Offset">Bytes, for explicit layout; otherwise -1.</param>
/// <param name="Count">Elements of a fixed buffer or inline array; 1 for a plain field.</param>
public readonly record struct IrField(string Name, IrType Type, int Offset, int Count);
