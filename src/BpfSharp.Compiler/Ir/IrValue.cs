using System.Globalization;

namespace BpfSharp.Compiler.Ir;

/// <summary>Something an instruction can use: a constant, a block parameter or an instruction's result. Its type is i32, i64 or ptr (void: no result).</summary>
public abstract class IrValue
{
    private static int s_last;

    // Passes look values up by the thousand: the runtime's own number of an object takes several times as long.
    private readonly int _hash = unchecked(++s_last);

    private protected IrValue(IrType type) => Type = type;

    public IrType Type { get; internal set; }

    /// <summary>What stands for the value, in the map of a pass that replaced it (<see cref="ReplacedIn"/>). Uses are looked up by the thousand, too.</summary>
    internal IrValue? ReplacedBy { get; set; }

    internal object? ReplacedIn { get; set; }

    /// <summary>Number of the <see cref="ValueMarks"/> that the value was added to last.</summary>
    internal int Mark { get; set; }

    /// <summary>Values are compared by reference.</summary>
    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public sealed override int GetHashCode() => _hash;
}

/// <summary>A constant; compared by type and value. i32 constants are kept sign-extended in <see cref="Value"/>; a null reference is ptr 0.</summary>
public sealed class IrConstant : IrValue
{
    public IrConstant(IrType type, long value)
        : base(type) => Value = type == IrType.I32 ? (int)value : value;

    public long Value { get; }

    public static IrConstant I32(int value) => new(IrType.I32, value);

    public static IrConstant I64(long value) => new(IrType.I64, value);

    /// <summary>True for one value, and for two equal constants.</summary>
    public static bool Same(IrValue a, IrValue b) =>
        ReferenceEquals(a, b) || (a is IrConstant x && b is IrConstant y && x.Type == y.Type && x.Value == y.Value);

    public static IrConstant Null() => new(IrType.Ptr, 0);

    /// <summary><c>5</c> is i32, <c>5L</c> i64, <c>null</c> the null reference.</summary>
    public override string ToString() =>
        Type == IrType.Ptr ? "null" : Value.ToString(CultureInfo.InvariantCulture) + (Type == IrType.I64 ? "L" : "");
}

/// <summary>A parameter of a block: what other IRs call a phi. Those of the entry block are the function's parameters.</summary>
public sealed class IrParameter : IrValue
{
    public IrParameter(IrType type)
        : base(type)
    {
    }
}
