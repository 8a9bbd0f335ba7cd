using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>Bits in generic math. Narrow numbers count and turn the bits of their own width.</summary>
internal static class BitMembers
{
    public static void PopCount(PrimitiveBody body) => body.Return(Count(body, Bits(body)));

    public static void LeadingZeroCount(PrimitiveBody body) =>
        body.Return(body.Binary(IrOp.Sub, body.Constant(Width(body)), Count(body, Smear(body, Bits(body)))));

    /// <summary>The bits below the lowest one; all of them where there is none.</summary>
    public static void TrailingZeroCount(PrimitiveBody body)
    {
        IrValue bits = Bits(body);
        IrValue below = body.Binary(IrOp.And, body.Unary(IrOp.Not, bits), body.Binary(IrOp.Sub, bits, body.Constant(1)));
        body.Return(Count(body, body.Binary(IrOp.And, below, body.Constant(Mask(body)))));
    }

    /// <summary>Of 0 it is 0; negative numbers have none.</summary>
    public static void Log2(PrimitiveBody body)
    {
        if (body.Type.IsSigned)
            body.Guard(FaultKind.Thrown, body.Compare(IrOp.LeS, body.Constant(0), body.Load(0)));
        IrValue atLeastOne = body.Binary(IrOp.Or, Bits(body), body.Constant(1));
        body.Return(body.Binary(IrOp.Sub, Count(body, Smear(body, atLeastOne)), body.Constant(1)));
    }

    public static void IsPowerOfTwo(PrimitiveBody body)
    {
        IrValue value = body.Load(0);
        IrValue single = body.Compare(IrOp.Eq, body.Binary(IrOp.And, value, body.Binary(IrOp.Sub, value, body.Constant(1))), body.Constant(0));
        body.ReturnPlain(body.Binary(IrOp.And, single, body.IsLess(body.Constant(0), value)));
    }

    /// <summary>What one shift drops the other one brings back; the count is masked by the width.</summary>
    public static void Rotate(PrimitiveBody body, bool isLeft)
    {
        IrValue count = body.PlainParameter("count", IrType.I32);
        IrValue bits = Bits(body);
        IrValue there = Masked(body, count);
        IrValue back = Masked(body, body.Unary(IrOp.Neg, count));
        body.Return(body.Binary(IrOp.Or, body.Binary(isLeft ? IrOp.Shl : IrOp.ShrU, bits, there), body.Binary(isLeft ? IrOp.ShrU : IrOp.Shl, bits, back)));
    }

    private static int Width(PrimitiveBody body) => body.Type.PrimitiveSize * 8;

    private static long Mask(PrimitiveBody body) => body.IsNarrow ? (1L << Width(body)) - 1 : -1;

    // Without the sign of a narrow number.
    private static IrValue Bits(PrimitiveBody body) => body.IsNarrow ? body.Binary(IrOp.And, body.Load(0), body.Constant(Mask(body))) : body.Load(0);

    private static IrValue Masked(PrimitiveBody body, IrValue count)
    {
        IrValue masked = body.Binary(IrOp.And, count, IrConstant.I32(Width(body) - 1));
        return body.Type.ValueType == IrType.I64 ? body.Convert(masked, IrType.I32, IrType.I64) : masked;
    }

    // Sets all bits below the highest one.
    private static IrValue Smear(PrimitiveBody body, IrValue value)
    {
        for (int shift = 1; shift < Width(body); shift *= 2)
            value = body.Binary(IrOp.Or, value, body.Binary(IrOp.ShrU, value, body.Constant(shift)));
        return value;
    }

    // Bits are summed in pairs, nibbles, bytes; a multiplication sums the bytes into the highest.
    private static IrValue Count(PrimitiveBody body, IrValue value)
    {
        IrConstant Pattern(byte pattern) => body.Constant(unchecked(body.Type.ValueType == IrType.I64 ? (long)(pattern * 0x0101010101010101UL) : (int)(pattern * 0x01010101U)));
        IrValue pairs = body.Binary(IrOp.Sub, value, body.Binary(IrOp.And, body.Binary(IrOp.ShrU, value, body.Constant(1)), Pattern(0x55)));
        IrValue high = body.Binary(IrOp.And, body.Binary(IrOp.ShrU, pairs, body.Constant(2)), Pattern(0x33));
        IrValue nibbles = body.Binary(IrOp.Add, body.Binary(IrOp.And, pairs, Pattern(0x33)), high);
        IrValue bytes = body.Binary(IrOp.And, body.Binary(IrOp.Add, nibbles, body.Binary(IrOp.ShrU, nibbles, body.Constant(4))), Pattern(0x0f));
        return body.Binary(IrOp.ShrU, body.Binary(IrOp.Mul, bytes, Pattern(0x01)), body.Constant(body.Type.ValueType == IrType.I64 ? 56 : 24));
    }
}
