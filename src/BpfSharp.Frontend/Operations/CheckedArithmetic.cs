using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

namespace BpfSharp.Frontend.Operations;

/// <summary>Operators of a checked context: 32 bits are computed in 64, and 64 bits tested by their signs.</summary>
internal static class CheckedArithmetic
{
    public static IrValue Add(IrBuilder emit, IrValue left, IrValue right, IrType memory)
    {
        if (memory.PrimitiveSize < 8)
            return InSixtyFour(emit, IrOp.Add, left, right, memory);
        IrValue sum = emit.Binary(IrOp.Add, left, right);
        if (!memory.IsSigned)
        {
            emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.LeU, left, sum));
            return sum;
        }

        // Overflow where both operands have the sign that the sum has not.
        IrValue signs = emit.Binary(IrOp.And, emit.Binary(IrOp.Xor, left, sum), emit.Binary(IrOp.Xor, right, sum));
        emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.LeS, IrConstant.I64(0), signs));
        return sum;
    }

    public static IrValue Subtract(IrBuilder emit, IrValue left, IrValue right, IrType memory)
    {
        if (!memory.IsSigned)
        {
            emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.LeU, right, left));
            return emit.Binary(IrOp.Sub, left, right);
        }

        if (memory.PrimitiveSize < 8)
            return InSixtyFour(emit, IrOp.Sub, left, right, memory);
        IrValue difference = emit.Binary(IrOp.Sub, left, right);
        IrValue signs = emit.Binary(IrOp.And, emit.Binary(IrOp.Xor, left, right), emit.Binary(IrOp.Xor, left, difference));
        emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.LeS, IrConstant.I64(0), signs));
        return difference;
    }

    public static IrValue Multiply(IrBuilder emit, IrValue left, IrValue right, IrType memory)
    {
        if (memory.PrimitiveSize < 8)
            return InSixtyFour(emit, IrOp.Mul, left, right, memory);
        if (!memory.IsSigned)
            return MultiplyUnsigned(emit, left, right, IrConstant.I64(-1));

        // Magnitudes: the product may be 2^63 where the signs differ, else one less.
        IrValue negative = emit.Binary(IrOp.ShrU, emit.Binary(IrOp.Xor, left, right), IrConstant.I64(63));
        IrValue limit = emit.Binary(IrOp.Add, IrConstant.I64(long.MaxValue), negative);
        MultiplyUnsigned(emit, Magnitude(emit, left), Magnitude(emit, right), limit);
        return emit.Binary(IrOp.Mul, left, right);
    }

    public static IrValue Negate(IrBuilder emit, IrValue value, IrType memory)
    {
        long minimum = memory.PrimitiveSize == 8 ? long.MinValue : int.MinValue;
        emit.Guard(FaultKind.Overflow, emit.Compare(IrOp.Ne, value, new IrConstant(value.Type, minimum)));
        return emit.Unary(IrOp.Neg, value);
    }

    private static IrValue InSixtyFour(IrBuilder emit, IrOp op, IrValue left, IrValue right, IrType memory)
    {
        IrType wide = memory.IsSigned ? IrType.I64 : IrType.U64;
        IrValue result = emit.Binary(
            op,
            NumericConversions.Convert(emit, left, memory, wide, isChecked: false),
            NumericConversions.Convert(emit, right, memory, wide, isChecked: false));
        return NumericConversions.Convert(emit, result, wide, memory, isChecked: true);
    }

    // Multiplies and faults where the product is above the limit or does not fit 64 bits: then dividing does not give the factor back.
    private static IrValue MultiplyUnsigned(IrBuilder emit, IrValue left, IrValue right, IrValue limit)
    {
        IrValue product = emit.Binary(IrOp.Mul, left, right);
        IrValue isZero = emit.Compare(IrOp.Eq, left, IrConstant.I64(0));
        IrValue divisor = emit.Binary(IrOp.Or, left, emit.Convert(IrOp.ZExt, IrType.I64, isZero));
        IrValue exact = emit.Compare(IrOp.Eq, emit.Binary(IrOp.DivU, product, divisor), right);
        IrValue fits = emit.Binary(IrOp.And, emit.Binary(IrOp.Or, exact, isZero), emit.Compare(IrOp.LeU, product, limit));
        emit.Guard(FaultKind.Overflow, fits);
        return product;
    }

    // (x ^ s) - s with s = x >> 63; the magnitude of MIN is 2^63 without a sign.
    private static IrValue Magnitude(IrBuilder emit, IrValue value)
    {
        IrValue sign = emit.Binary(IrOp.ShrS, value, IrConstant.I64(63));
        return emit.Binary(IrOp.Sub, emit.Binary(IrOp.Xor, value, sign), sign);
    }
}
