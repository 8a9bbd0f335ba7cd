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
        return (PossibleBits.Of(i.Operands[0], output.Ranges) & ~mask) == 0 ? i.Operands[0] : null;
    }

    // (~x) & m, (x ^ c) & m -> x ^ (c & m), where x has no bits but those of m.
    public static IrValue? MaskedToggle(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction { Op: IrOp.Not or IrOp.Xor } toggle || !TryGetMask(i, out ulong mask))
            return null;
        long toggled = -1;
        if (toggle.Op == IrOp.Xor)
        {
            if (toggle.Operands[1] is not IrConstant constant)
                return null;
            toggled = constant.Value;
        }

        if ((PossibleBits.Of(toggle.Operands[0], output.Ranges) & ~mask) != 0)
            return null;
        IrValue source = toggle.Type == i.Type ? toggle.Operands[0] : output.Emit(IrOp.Trunc, i.Type, toggle.Operands[0]);
        return output.Emit(IrOp.Xor, i.Type, source, new IrConstant(i.Type, toggled & unchecked((long)mask)));
    }

    // Nothing is left of x & m, of x >> k.
    public static IrValue? Nothing(IrInstruction i, FoldOutput output) => PossibleBits.Of(i, output.Ranges) == 0 ? new IrConstant(i.Type, 0) : null;

    // (x | c) & m -> x & m where c has none of those bits, and c & m where x has none; (x | c) >> k -> c >> k where nothing of x is left.
    public static IrValue? PartOfUnion(IrInstruction i, FoldOutput output)
    {
        IrValue source = i.Operands[0] is IrInstruction { Op: IrOp.Trunc } trunc && i.Op != IrOp.ShrU ? trunc.Operands[0] : i.Operands[0];
        if (source is not IrInstruction { Op: IrOp.Or } union || union.Operands[1] is not IrConstant constant)
            return null;
        ulong set = ValueRange.Unsigned(constant.Value, constant.Type);
        ulong possible = PossibleBits.Of(union.Operands[0], output.Ranges);
        if (i.Op == IrOp.ShrU)
        {
            int count = i.Operands[1] is IrConstant distance ? (int)distance.Value & (i.Type == IrType.I32 ? 31 : 63) : 0;
            return possible >> count == 0 && count != 0 ? new IrConstant(i.Type, unchecked((long)(set >> count))) : null;
        }

        if (!TryGetMask(i, out ulong mask))
            return null;
        if ((possible & mask) == 0)
            return new IrConstant(i.Type, unchecked((long)(set & mask)));
        if ((set & mask) != 0)
            return null;
        i.Operands[0] = union.Type == i.Operands[0].Type ? union.Operands[0] : output.Emit(IrOp.Trunc, i.Operands[0].Type, union.Operands[0]);
        return i;
    }

    private static bool TryGetMask(IrInstruction i, out ulong mask)
    {
        IrConstant? constant = i.Op == IrOp.And ? i.Operands[1] as IrConstant : null;
        mask = i.Op switch
        {
            IrOp.ExtU8 => byte.MaxValue,
            IrOp.ExtU16 => ushort.MaxValue,
            _ => constant is null ? 0 : ValueRange.Unsigned(constant.Value, constant.Type),
        };
        return mask != 0;
    }

    // ~(x ^ c), (~x) ^ c -> x ^ ~c
    public static IrValue? ToggleTwice(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction inner)
            return null;
        IrValue? constant = i.Op == IrOp.Not && inner.Op == IrOp.Xor ? inner.Operands[1] : i.Op == IrOp.Xor && inner.Op == IrOp.Not ? i.Operands[1] : null;
        return constant is IrConstant toggled ? output.Emit(IrOp.Xor, i.Type, inner.Operands[0], new IrConstant(i.Type, ~toggled.Value)) : null;
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
