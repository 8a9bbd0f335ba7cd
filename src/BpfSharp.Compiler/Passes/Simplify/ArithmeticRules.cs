using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

internal static class ArithmeticRules
{
    public static IrValue? ConstantRight(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrConstant || i.Operands[1] is IrConstant)
            return null;
        (i.Operands[0], i.Operands[1]) = (i.Operands[1], i.Operands[0]);
        return i;
    }

    public static IrValue? NeutralRight(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant right)
            return null;
        long neutral = i.Op is IrOp.Mul or IrOp.DivU or IrOp.DivS ? 1 : 0;
        return right.Value == neutral ? i.Operands[0] : null;
    }

    // (x op a) op b -> x op (a op b)
    public static IrValue? Reassociate(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant outer || i.Operands[0] is not IrInstruction inner || inner.Op != i.Op || inner.Operands[1] is not IrConstant)
            return null;
        IrConstant sum = ConstantFolding.TryFold(new IrInstruction(i.Op, i.Type, inner.Operands[1], outer))!;
        i.Operands[0] = inner.Operands[0];
        i.Operands[1] = sum;
        return i;
    }

    public static IrValue? SubtractSelf(IrInstruction i, FoldOutput output) =>
        ReferenceEquals(i.Operands[0], i.Operands[1]) ? new IrConstant(i.Type, 0) : null;

    public static IrValue? SubtractConstant(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant right)
            return null;
        i.Op = IrOp.Add;
        i.Operands[1] = new IrConstant(i.Type, unchecked(-right.Value));
        return i;
    }

    public static IrValue? MultiplyByZero(IrInstruction i, FoldOutput output) =>
        i.Operands[1] is IrConstant { Value: 0 } ? new IrConstant(i.Type, 0) : null;

    public static IrValue? MultiplyByPower(IrInstruction i, FoldOutput output) => BecomePowerOperation(i, IrOp.Shl);

    public static IrValue? DivideByPower(IrInstruction i, FoldOutput output) => BecomePowerOperation(i, IrOp.ShrU);

    public static IrValue? RemainderOfPower(IrInstruction i, FoldOutput output)
    {
        if (!TryGetPower(i.Operands[1], out _))
            return null;
        i.Op = IrOp.And;
        i.Operands[1] = new IrConstant(i.Type, ((IrConstant)i.Operands[1]).Value - 1);
        return i;
    }

    public static IrValue? DivideNonNegative(IrInstruction i, FoldOutput output) => BecomeUnsigned(i, IrOp.DivU, output);

    public static IrValue? RemainderNonNegative(IrInstruction i, FoldOutput output) => BecomeUnsigned(i, IrOp.RemU, output);

    public static IrValue? Idempotent(IrInstruction i, FoldOutput output) => ReferenceEquals(i.Operands[0], i.Operands[1]) ? i.Operands[0] : null;

    // Only the low bits of a count matter, as in C#.
    public static IrValue? ShiftCount(IrInstruction i, FoldOutput output)
    {
        int mask = i.Type == IrType.I32 ? 31 : 63;
        if (i.Operands[1] is IrConstant count && (count.Value & mask) != count.Value)
        {
            i.Operands[1] = new IrConstant(i.Type, count.Value & mask);
            return i;
        }

        if (i.Operands[1] is IrInstruction { Op: IrOp.And } masked && masked.Operands[1] is IrConstant bits && (bits.Value & mask) == mask)
        {
            i.Operands[1] = masked.Operands[0];
            return i;
        }

        return null;
    }

    private static IrInstruction? BecomePowerOperation(IrInstruction i, IrOp op)
    {
        if (!TryGetPower(i.Operands[1], out int power))
            return null;
        i.Op = op;
        i.Operands[1] = new IrConstant(i.Type, power);
        return i;
    }

    private static bool TryGetPower(IrValue value, out int power)
    {
        power = 0;
        if (value is not IrConstant constant)
            return false;
        ulong bits = ValueRange.Unsigned(constant.Value, constant.Type);
        if (bits == 0 || (bits & (bits - 1)) != 0)
            return false;
        while (bits >> power != 1)
            power++;
        return true;
    }

    private static IrInstruction? BecomeUnsigned(IrInstruction i, IrOp op, FoldOutput output)
    {
        if (!output.Ranges.Get(i.Operands[0]).IsNonNegative || !output.Ranges.Get(i.Operands[1]).IsNonNegative)
            return null;
        i.Op = op;
        return i;
    }
}
