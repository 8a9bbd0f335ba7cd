using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

internal static class CompareRules
{
    public static IrValue? ConstantRight(IrInstruction i, FoldOutput output) => ArithmeticRules.ConstantRight(i, output);

    public static IrValue? Self(IrInstruction i, FoldOutput output) =>
        ReferenceEquals(i.Operands[0], i.Operands[1]) ? IrConstant.I32(i.Op is IrOp.Eq or IrOp.LeS or IrOp.LeU ? 1 : 0) : null;

    // A truth value compared with 0 or 1 is itself or its opposite.
    public static IrValue? OfCompare(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant { Value: 0 or 1 } constant || i.Operands[0].Type != IrType.I32 || output.Ranges.Get(i.Operands[0]).UMax > 1)
            return null;
        bool same = (i.Op == IrOp.Eq) == (constant.Value == 1);
        if (same)
            return i.Operands[0];
        if (i.Operands[0] is IrInstruction compare && TryNegate(compare, output) is { } negated)
            return negated;
        if (constant.Value == 0)
            return null;
        i.Op = IrOp.Eq;
        i.Operands[1] = IrConstant.I32(0);
        return i;
    }

    public static IrValue? Known(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0].Type == IrType.Ptr)
            return null;
        bool? known = IrCompare.Decide(i.Op, output.Ranges.Get(i.Operands[0]), output.Ranges.Get(i.Operands[1]));
        return known is { } truth ? IrConstant.I32(truth ? 1 : 0) : null;
    }

    public static IrValue? Pointers(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant { Value: 0 } || i.Operands[0].Type != IrType.Ptr)
            return null;
        return PointerRules.IsNeverNull(i.Operands[0]) ? IrConstant.I32(i.Op == IrOp.Ne ? 1 : 0) : null;
    }

    // bswap(x) == c -> x == bswap(c), also through a mask; two swapped values compare like the originals.
    public static IrValue? Swapped(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction left)
            return null;
        if (i.Operands[1] is IrInstruction right && right.Op == left.Op && left.Op is IrOp.Bswap32 or IrOp.Bswap64)
            return output.Emit(i.Op, i.Type, left.Operands[0], ((IrInstruction)i.Operands[1]).Operands[0]);
        if (i.Operands[1] is not IrConstant constant)
            return null;
        if (ByteOrder.Swap(left.Op, constant) is { } swapped)
            return output.Emit(i.Op, i.Type, Source(left, output), swapped);
        if (left.Op != IrOp.And || left.Operands[1] is not IrConstant mask || left.Operands[0] is not IrInstruction inner || ByteOrder.Swap(inner.Op, constant) is not { } swappedConstant)
            return null;
        long low = inner.Op == IrOp.Bswap16 ? mask.Value & 0xffff : mask.Value;
        IrConstant swappedMask = ByteOrder.Swap(inner.Op, new IrConstant(mask.Type, low))!;
        IrInstruction masked = output.Emit(IrOp.And, left.Type, Source(inner, output), swappedMask);
        return output.Emit(i.Op, i.Type, masked, swappedConstant);
    }

    // (x >> k) == c -> (x & ~0 << k) == c << k: a mask is tested as it is.
    public static IrValue? Shifted(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant constant || i.Operands[0] is not IrInstruction { Op: IrOp.ShrU } shift || shift.Operands[1] is not IrConstant count)
            return null;
        int bits = shift.Type == IrType.I32 ? 32 : 64;
        int by = (int)(count.Value & (bits - 1));
        ulong wanted = ValueRange.Unsigned(constant.Value, constant.Type);
        ulong all = bits == 32 ? uint.MaxValue : ulong.MaxValue;
        if (wanted > all >> by)
            return IrConstant.I32(i.Op == IrOp.Ne ? 1 : 0);
        // A mask or number that is no immediate costs more than the shift.
        if (bits == 64 && !(IsImmediate((all << by) & all) && IsImmediate(wanted << by)))
            return null;
        IrInstruction masked = output.Emit(IrOp.And, shift.Type, shift.Operands[0], new IrConstant(shift.Type, unchecked((long)((all << by) & all))));
        return output.Emit(i.Op, i.Type, masked, new IrConstant(shift.Type, unchecked((long)(wanted << by))));
    }

    // (x << k) == c -> x == c >> k, where no bit of x is shifted out.
    public static IrValue? ShiftedLeft(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant constant || i.Operands[0] is not IrInstruction { Op: IrOp.Shl } shift || shift.Operands[1] is not IrConstant count)
            return null;
        bool narrow = shift.Type == IrType.I32;
        int by = (int)(count.Value & (narrow ? 31 : 63));
        ulong wanted = ValueRange.Unsigned(constant.Value, constant.Type);
        if (PossibleBits.Of(shift.Operands[0], output.Ranges) > (narrow ? uint.MaxValue : ulong.MaxValue) >> by)
            return null;
        if (wanted >> by << by != wanted)
            return IrConstant.I32(i.Op == IrOp.Ne ? 1 : 0);
        return output.Emit(i.Op, i.Type, shift.Operands[0], new IrConstant(shift.Type, unchecked((long)(wanted >> by))));
    }

    private static bool IsImmediate(ulong value) => unchecked((long)value) is >= int.MinValue and <= int.MaxValue;

    public static IrValue? Unsigned(IrInstruction i, FoldOutput output)
    {
        if (!output.Ranges.Get(i.Operands[0]).IsNonNegative || !output.Ranges.Get(i.Operands[1]).IsNonNegative)
            return null;
        i.Op = i.Op == IrOp.LtS ? IrOp.LtU : IrOp.LeU;
        return i;
    }

    // Two values that were widened the same way compare like the originals.
    public static IrValue? Widened(IrInstruction i, FoldOutput output)
    {
        IrOp? widening = (i.Operands[0] as IrInstruction)?.Op is IrOp.ZExt or IrOp.SExt
            ? ((IrInstruction)i.Operands[0]).Op
            : (i.Operands[1] as IrInstruction)?.Op;
        bool signed = i.Op is IrOp.LtS or IrOp.LeS;
        if (widening is not (IrOp.ZExt or IrOp.SExt) || (i.Op is not (IrOp.Eq or IrOp.Ne) && signed != (widening == IrOp.SExt)))
            return null;
        IrValue? left = Narrow(i.Operands[0], widening.Value);
        IrValue? right = Narrow(i.Operands[1], widening.Value);
        return left is null || right is null ? null : output.Emit(i.Op, i.Type, left, right);
    }

    private static IrValue? Narrow(IrValue value, IrOp widening)
    {
        if (value is IrInstruction instruction)
            return instruction.Op == widening ? instruction.Operands[0] : null;
        if (value is not IrConstant constant || constant.Type != IrType.I64)
            return null;
        bool fits = widening == IrOp.ZExt ? constant.Value is >= 0 and <= uint.MaxValue : constant.Value is >= int.MinValue and <= int.MaxValue;
        return fits ? IrConstant.I32(unchecked((int)constant.Value)) : null;
    }

    private static IrValue? TryNegate(IrInstruction compare, FoldOutput output)
    {
        IrValue a = compare.Operands[0];
        switch (compare.Op)
        {
            case IrOp.Eq:
                return output.Emit(IrOp.Ne, IrType.I32, a, compare.Operands[1]);
            case IrOp.Ne:
                return output.Emit(IrOp.Eq, IrType.I32, a, compare.Operands[1]);
            case IrOp.LtS:
                return output.Emit(IrOp.LeS, IrType.I32, compare.Operands[1], a);
            case IrOp.LeS:
                return output.Emit(IrOp.LtS, IrType.I32, compare.Operands[1], a);
            case IrOp.LtU:
                return output.Emit(IrOp.LeU, IrType.I32, compare.Operands[1], a);
            case IrOp.LeU:
                return output.Emit(IrOp.LtU, IrType.I32, compare.Operands[1], a);
            default:
                return null;
        }
    }

    // bswap16 looks at the low half only.
    private static IrValue Source(IrInstruction swap, FoldOutput output) => swap.Op == IrOp.Bswap16 && output.Ranges.Get(swap.Operands[0]).UMax > ushort.MaxValue
        ? output.Emit(IrOp.ExtU16, IrType.I32, swap.Operands[0])
        : swap.Operands[0];
}
