using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>Generic math in a <c>checked</c> context: up to 32 bits are computed in 64, and 64 bits tested by their signs.</summary>
internal static class CheckedMembers
{
    public static void Add(PrimitiveBody body) => Compute(body, IrOp.Add, body.Load(0), body.Load(1));

    public static void Subtract(PrimitiveBody body) => Compute(body, IrOp.Sub, body.Load(0), body.Load(1));

    public static void Multiply(PrimitiveBody body)
    {
        if (body.Type.PrimitiveSize < 8)
            Compute(body, IrOp.Mul, body.Load(0), body.Load(1));
        else
            MultiplyWide(body, body.Load(0), body.Load(1));
    }

    public static void Increment(PrimitiveBody body) => Compute(body, IrOp.Add, body.Load(0), body.Constant(1));

    public static void Decrement(PrimitiveBody body) => Compute(body, IrOp.Sub, body.Load(0), body.Constant(1));

    /// <summary>Of unsigned numbers only 0 has a negative.</summary>
    public static void Negate(PrimitiveBody body) => Compute(body, IrOp.Sub, body.Constant(0), body.Load(0));

    private static void Compute(PrimitiveBody body, IrOp op, IrValue left, IrValue right)
    {
        if (body.Type.PrimitiveSize < 8)
        {
            IrValue wide = body.Binary(op, body.Convert(left, body.Type, IrType.I64), body.Convert(right, body.Type, IrType.I64));
            IrValue narrow = body.Convert(wide, IrType.I64, body.Type);
            body.Guard(FaultKind.Overflow, body.Compare(IrOp.Eq, wide, body.Convert(narrow, body.Type, IrType.I64)));
            body.Return(narrow);
            return;
        }

        IrValue result = body.Binary(op, left, right);
        if (!body.Type.IsSigned)
        {
            // A sum is not below its parts, a difference not above what is taken from.
            body.Guard(FaultKind.Overflow, op == IrOp.Add ? body.Compare(IrOp.LeU, left, result) : body.Compare(IrOp.LeU, right, left));
        }
        else
        {
            // The result has another sign than the left operand, and the right one does not explain it.
            IrValue signs = op == IrOp.Add ? body.Binary(IrOp.Xor, right, result) : body.Binary(IrOp.Xor, left, right);
            body.Guard(FaultKind.Overflow, body.Compare(IrOp.LeS, IrConstant.I64(0), body.Binary(IrOp.And, body.Binary(IrOp.Xor, left, result), signs)));
        }

        body.Return(result);
    }

    // Magnitudes: the product may be 2^63 where the signs differ, else one less. It fits where dividing gives the factor back.
    private static void MultiplyWide(PrimitiveBody body, IrValue left, IrValue right)
    {
        IrValue limit = IrConstant.I64(-1);
        IrValue first = left;
        IrValue second = right;
        if (body.Type.IsSigned)
        {
            limit = body.Binary(IrOp.Add, IrConstant.I64(long.MaxValue), body.Binary(IrOp.ShrU, body.Binary(IrOp.Xor, left, right), IrConstant.I64(63)));
            first = Magnitude(body, left);
            second = Magnitude(body, right);
        }

        IrValue product = body.Binary(IrOp.Mul, first, second);
        IrValue isZero = body.Compare(IrOp.Eq, first, IrConstant.I64(0));
        IrValue divisor = body.Binary(IrOp.Or, first, body.Convert(isZero, IrType.U32, IrType.I64));
        IrValue isExact = body.Compare(IrOp.Eq, body.Binary(IrOp.DivU, product, divisor), second);
        body.Guard(FaultKind.Overflow, body.Binary(IrOp.And, body.Binary(IrOp.Or, isExact, isZero), body.Compare(IrOp.LeU, product, limit)));
        body.Return(body.Binary(IrOp.Mul, left, right));
    }

    // (x ^ s) - s with s = x >> 63; the magnitude of the least number is 2^63 without a sign.
    private static IrValue Magnitude(PrimitiveBody body, IrValue value)
    {
        IrValue sign = body.Binary(IrOp.ShrS, value, IrConstant.I64(63));
        return body.Binary(IrOp.Sub, body.Binary(IrOp.Xor, value, sign), sign);
    }
}
