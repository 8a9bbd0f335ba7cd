using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Ir;

public enum IrTypeKind
{
    Void,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    Bool,
    Char,

    /// <summary>A C# <c>ref</c>, pointer, map, or context: 8 bytes, pointee unknown to the type.</summary>
    Ptr,

    /// <summary>Type parameter <see cref="IrType.Index"/> of the enclosing function (its type's parameters first, then its own).</summary>
    Parameter,

    /// <summary>A struct or enum of the module's type table, with type arguments.</summary>
    Named,
}

/// <summary>A type as source sees it: what lies in memory. SSA values have only <c>i32</c>, <c>i64</c> and <c>ptr</c> (see docs/ir.md).</summary>
public sealed class IrType : IEquatable<IrType>
{
    private static readonly IrType[] s_none = Array.Empty<IrType>();

    public static readonly IrType Void = new(IrTypeKind.Void);
    public static readonly IrType I8 = new(IrTypeKind.I8);
    public static readonly IrType U8 = new(IrTypeKind.U8);
    public static readonly IrType I16 = new(IrTypeKind.I16);
    public static readonly IrType U16 = new(IrTypeKind.U16);
    public static readonly IrType I32 = new(IrTypeKind.I32);
    public static readonly IrType U32 = new(IrTypeKind.U32);
    public static readonly IrType I64 = new(IrTypeKind.I64);
    public static readonly IrType U64 = new(IrTypeKind.U64);
    public static readonly IrType Bool = new(IrTypeKind.Bool);
    public static readonly IrType Char = new(IrTypeKind.Char);
    public static readonly IrType Ptr = new(IrTypeKind.Ptr);

    private IrType(IrTypeKind kind, string name = "", int index = 0, IReadOnlyList<IrType>? arguments = null)
    {
        Kind = kind;
        Name = name;
        Index = index;
        Arguments = arguments ?? s_none;
    }

    public IrTypeKind Kind { get; }

    /// <summary>Metadata name of a <see cref="IrTypeKind.Named"/> type: <c>Namespace.Outer+Inner`1</c>.</summary>
    public string Name { get; }

    public int Index { get; }

    public IReadOnlyList<IrType> Arguments { get; }

    public static IrType Parameter(int index) => new(IrTypeKind.Parameter, index: index);

    public static IrType Named(string name, params IrType[] arguments) => new(IrTypeKind.Named, name, arguments: arguments);

    public static IrType Named(string name, IReadOnlyList<IrType> arguments) => new(IrTypeKind.Named, name, arguments: arguments);

    /// <summary>True for types that are SSA values after a load: all but structs, enums not yet resolved, and type parameters.</summary>
    public bool IsPrimitive => Kind is not (IrTypeKind.Void or IrTypeKind.Parameter or IrTypeKind.Named);

    public bool IsGeneric => Kind == IrTypeKind.Parameter || (Kind == IrTypeKind.Named && Arguments.Any(static a => a.IsGeneric));

    /// <summary>Bytes in memory of a primitive type.</summary>
    public int PrimitiveSize => Kind switch
    {
        IrTypeKind.I8 or IrTypeKind.U8 or IrTypeKind.Bool => 1,
        IrTypeKind.I16 or IrTypeKind.U16 or IrTypeKind.Char => 2,
        IrTypeKind.I32 or IrTypeKind.U32 => 4,
        IrTypeKind.I64 or IrTypeKind.U64 or IrTypeKind.Ptr => 8,
        _ => throw new InvalidOperationException($"{this} has no primitive size"),
    };

    public bool IsSigned => Kind is IrTypeKind.I8 or IrTypeKind.I16 or IrTypeKind.I32 or IrTypeKind.I64;

    /// <summary>The SSA type that a load of this primitive gives: <c>i32</c>, <c>i64</c> or <c>ptr</c>.</summary>
    public IrType ValueType => Kind switch
    {
        IrTypeKind.Ptr => Ptr,
        IrTypeKind.I64 or IrTypeKind.U64 => I64,
        _ when IsPrimitive => I32,
        _ => throw new InvalidOperationException($"{this} is no primitive"),
    };

    /// <summary>Replaces type parameters by <paramref name="arguments"/>.</summary>
    public IrType Substitute(IReadOnlyList<IrType> arguments) => Kind switch
    {
        IrTypeKind.Parameter => arguments[Index],
        IrTypeKind.Named when IsGeneric => new IrType(Kind, Name, 0, Arguments.Select(a => a.Substitute(arguments)).ToArray()),
        _ => this,
    };

    public bool Equals(IrType? other) =>
        other is not null && Kind == other.Kind && Index == other.Index && Name == other.Name
        && (ReferenceEquals(Arguments, other.Arguments) || Arguments.SequenceEqual(other.Arguments));

    public override bool Equals(object? obj) => Equals(obj as IrType);

    public override int GetHashCode() => unchecked((((int)Kind * 31) + Index) * 31 + Name.GetHashCode());

    // Of primitives there is one each.
    public static bool operator ==(IrType? left, IrType? right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.Kind == right.Kind && left.Kind is IrTypeKind.Parameter or IrTypeKind.Named && left.Equals(right));

    public static bool operator !=(IrType? left, IrType? right) => !(left == right);

    /// <summary>The form that <see cref="IrParser"/> reads: <c>u16</c>, <c>!0</c>, <c>[Ns.Name`1&lt;u32&gt;]</c>.</summary>
    public override string ToString() => Kind switch
    {
        IrTypeKind.Parameter => "!" + Index.ToString(System.Globalization.CultureInfo.InvariantCulture),
        IrTypeKind.Named => "[" + Name + (Arguments.Count == 0 ? "" : "<" + string.Join(", ", Arguments) + ">") + "]",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
