using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

internal static class BitRules
{
    public static IrValue? AndConstant(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant right)
            return null;
        if (right.Value == 0)
            return right;
        // A mask of all bits that the value can have.
        ulong mask = ValueRange.Unsigned(right.Value, right.Type);
        ulong used = output.Ranges.Get(i.Operands[0]).UMax;
        for (int shift = 1; shift < 64; shift *= 2)
            used |= used >> shift;
        return (used & ~mask) == 0 ? i.Operands[0] : null;
    }

    public static IrValue? OrConstant(IrInstruction i, FoldOutput output) => i.Operands[1] is IrConstant { Value: -1 } all ? all : null;

    // (x shift a) shift b -> x shift (a + b)
    public static IrValue? ShiftOfShift(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant outer || i.Operands[0] is not IrInstruction inner || inner.Op != i.Op || inner.Operands[1] is not IrConstant first)
            return null;
        int bits = i.Type == IrType.I32 ? 32 : 64;
        long count = (first.Value & (bits - 1)) + (outer.Value & (bits - 1));
        if (count >= bits)
            return new IrConstant(i.Type, 0);
        i.Operands[0] = inner.Operands[0];
        i.Operands[1] = new IrConstant(i.Type, count);
        return i;
    }

    public static IrValue? ShiftNonNegative(IrInstruction i, FoldOutput output)
    {
        if (!output.Ranges.Get(i.Operands[0]).IsNonNegative)
            return null;
        i.Op = IrOp.ShrU;
        return i;
    }

    public static IrValue? Involution(IrInstruction i, FoldOutput output) =>
        i.Operands[0] is IrInstruction inner && inner.Op == i.Op ? inner.Operands[0] : null;

    public static IrValue? SwapTwice16(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction { Op: IrOp.Bswap16 } inner)
            return null;
        i.Op = IrOp.ExtU16;
        i.Operands[0] = inner.Operands[0];
        return i;
    }

    // b ^ 1 of a truth value is its negation.
    public static IrValue? ToggleTruth(IrInstruction i, FoldOutput output)
    {
        if (i.Type != IrType.I32 || i.Operands[1] is not IrConstant { Value: 1 } || output.Ranges.Get(i.Operands[0]).UMax > 1)
            return null;
        i.Op = IrOp.Eq;
        i.Operands[1] = IrConstant.I32(0);
        return i;
    }
}
