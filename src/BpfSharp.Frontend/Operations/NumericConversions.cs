using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

namespace BpfSharp.Frontend.Operations;

/// <summary>Conversions between integer types, as conv.* of CIL does them: wrapping, or with a guard in a checked context.</summary>
internal static class NumericConversions
{
    public static IrValue Convert(IrBuilder emit, IrValue value, IrType from, IrType to, bool isChecked)
    {
        if (isChecked && !Contains(to, from))
            emit.Guard(FaultKind.Overflow, Fits(emit, value, from, to));
        return Wrap(emit, value, from, to);
    }

    /// <summary>Brings the result of arithmetic on 32 bits back into a narrow type.</summary>
    public static IrValue Normalize(IrBuilder emit, IrValue value, IrType memory) => Narrowing(memory) is { } op ? emit.Convert(op, IrType.I32, value) : value;

    private static IrValue Wrap(IrBuilder emit, IrValue value, IrType from, IrType to)
    {
        if (to.ValueType == IrType.I64)
        {
            if (from.ValueType == IrType.I64)
                return value;
            return emit.Convert(from.IsSigned ? IrOp.SExt : IrOp.ZExt, IrType.I64, value);
        }

        if (Narrowing(to) is { } op)
            return Contains(to, from) ? value : emit.Convert(op, IrType.I32, value);
        return from.ValueType == IrType.I64 ? emit.Convert(IrOp.Trunc, IrType.I32, value) : value;
    }

    private static IrOp? Narrowing(IrType type) => type.Kind switch
    {
        IrTypeKind.I8 => IrOp.ExtI8,
        IrTypeKind.U8 or IrTypeKind.Bool => IrOp.ExtU8,
        IrTypeKind.I16 => IrOp.ExtI16,
        IrTypeKind.U16 or IrTypeKind.Char => IrOp.ExtU16,
        _ => null,
    };

    private static bool Contains(IrType to, IrType from)
    {
        int toBits = Bits(to);
        int fromBits = Bits(from);
        if (to.IsSigned == from.IsSigned)
            return toBits >= fromBits;
        return to.IsSigned && toBits > fromBits;
    }

    private static int Bits(IrType type) => type.PrimitiveSize * 8;

    // 1 where the value of the source type is also a value of the target type.
    private static IrValue Fits(IrBuilder emit, IrValue value, IrType from, IrType to)
    {
        if (!from.IsSigned)
            return emit.Compare(IrOp.LeU, value, Limit(from, Maximum(to)));
        if (!to.IsSigned)
        {
            // A negative number is a large one without its sign.
            return Bits(to) >= Bits(from)
                ? emit.Compare(IrOp.LeS, Limit(from, 0), value)
                : emit.Compare(IrOp.LeU, value, Limit(from, Maximum(to)));
        }

        IrValue narrowed = Wrap(emit, value, from, to);
        return emit.Compare(IrOp.Eq, Wrap(emit, narrowed, to, from), value);
    }

    private static IrConstant Limit(IrType type, ulong value) => new(type.ValueType, unchecked((long)value));

    private static ulong Maximum(IrType type) => ulong.MaxValue >> (64 - Bits(type) + (type.IsSigned ? 1 : 0));
}
