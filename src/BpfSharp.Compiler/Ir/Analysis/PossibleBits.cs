using System;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Which bits of a number may be set. Says more than its range where masks and shifts made it.</summary>
internal static class PossibleBits
{
    private const int MaxDepth = 6;

    public static ulong Of(IrValue value, RangeAnalysis ranges) => Of(value, ranges, MaxDepth);

    /// <summary>All bits up to the highest that is set.</summary>
    public static ulong Filled(ulong bits)
    {
        for (int shift = 1; shift < 64; shift *= 2)
            bits |= bits >> shift;
        return bits;
    }

    private static ulong Of(IrValue value, RangeAnalysis ranges, int depth)
    {
        if (value is IrConstant constant)
            return ValueRange.Unsigned(constant.Value, constant.Type);
        ulong bits = Filled(ranges.Get(value).UMax);
        return depth == 0 || value is not IrInstruction instruction ? bits : bits & OfOperation(instruction, ranges, depth - 1);
    }

    private static ulong OfOperation(IrInstruction i, RangeAnalysis ranges, int depth)
    {
        ulong Operand(int index) => Of(i.Operands[index], ranges, depth);
        switch (i.Op)
        {
            case IrOp.And:
                return Operand(0) & Operand(1);
            case IrOp.Or or IrOp.Xor:
                return Operand(0) | Operand(1);
            case IrOp.ZExt or IrOp.Trunc:
                return Operand(0);
            case IrOp.Shl when i.Operands[1] is IrConstant left:
                return Operand(0) << Count(i, left);
            case IrOp.ShrU when i.Operands[1] is IrConstant right:
                return Operand(0) >> Count(i, right);
            default:
                return ulong.MaxValue;
        }
    }

    private static int Count(IrInstruction shift, IrConstant count) => (int)(count.Value & (shift.Type == IrType.I32 ? 31 : 63));
}
