using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

internal static class ExtensionRules
{
    public static IrValue? Narrow(IrInstruction i, FoldOutput output)
    {
        IrValue source = i.Operands[0];
        ValueRange range = output.Ranges.Get(source);
        if (Fits(i.Op, range))
            return source.Type == IrType.I32 ? source : output.Emit(IrOp.Trunc, IrType.I32, source);
        if (source is not IrInstruction inner)
            return null;
        int bits = Bits(i.Op);
        bool lowBitsPass = inner.Op switch
        {
            IrOp.ExtI8 or IrOp.ExtU8 or IrOp.ExtI16 or IrOp.ExtU16 => Bits(inner.Op) >= bits,
            IrOp.Trunc or IrOp.SExt or IrOp.ZExt => true,
            IrOp.And => inner.Operands[1] is IrConstant mask && (mask.Value & ((1L << bits) - 1)) == (1L << bits) - 1,
            _ => false,
        };
        if (!lowBitsPass)
            return null;
        i.Operands[0] = inner.Operands[0];
        return i;
    }

    public static IrValue? SignExtend(IrInstruction i, FoldOutput output)
    {
        if (!output.Ranges.Get(i.Operands[0]).IsNonNegative)
            return null;
        i.Op = IrOp.ZExt;
        return i;
    }

    // What was cut off was zero.
    public static IrValue? ZeroExtend(IrInstruction i, FoldOutput output) =>
        i.Operands[0] is IrInstruction { Op: IrOp.Trunc } inner && output.Ranges.Get(inner.Operands[0]).UMax <= uint.MaxValue ? inner.Operands[0] : null;

    public static IrValue? Truncate(IrInstruction i, FoldOutput output) =>
        i.Operands[0] is IrInstruction { Op: IrOp.SExt or IrOp.ZExt } inner ? inner.Operands[0] : null;

    // Memory keeps the low bits, whatever stands above them.
    public static IrValue? StoreKeepsLowBits(IrInstruction i, FoldOutput output)
    {
        int bits = i.TypeArgument!.PrimitiveSize * 8;
        if (bits > 16 || i.Operands[1] is not IrInstruction value || value.Operands.Count == 0 || value.Operands[0].Type != IrType.I32)
            return null;
        bool wasteful = value.Op switch
        {
            IrOp.ExtI8 or IrOp.ExtU8 or IrOp.ExtI16 or IrOp.ExtU16 => Bits(value.Op) >= bits,
            IrOp.And => value.Operands[1] is IrConstant mask && (mask.Value & ((1L << bits) - 1)) == (1L << bits) - 1,
            _ => false,
        };
        if (!wasteful)
            return null;
        i.Operands[1] = value.Operands[0];
        return i;
    }

    private static int Bits(IrOp op) => op is IrOp.ExtI8 or IrOp.ExtU8 ? 8 : 16;

    private static bool Fits(IrOp op, ValueRange range) => op switch
    {
        IrOp.ExtI8 => range.SMin >= sbyte.MinValue && range.SMax <= sbyte.MaxValue,
        IrOp.ExtU8 => range.UMax <= byte.MaxValue,
        IrOp.ExtI16 => range.SMin >= short.MinValue && range.SMax <= short.MaxValue,
        _ => range.UMax <= ushort.MaxValue,
    };
}
