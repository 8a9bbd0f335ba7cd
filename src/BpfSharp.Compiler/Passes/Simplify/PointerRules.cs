using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Constant steps move outwards, so that all accesses through one variable offset share one pointer, as the verifier wants it.</summary>
internal static class PointerRules
{
    // The verifier gives up on packet offsets beyond this.
    private const int MaxPacketOffset = 0xffff;
    private const int MaxSplitOffset = 0x7fff;

    public static IrValue? NoStep(IrInstruction i, FoldOutput output) => i.Operands[1] is IrConstant { Value: 0 } ? i.Operands[0] : null;

    public static IrValue? StepOfStep(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction { Op: IrOp.PtrAdd } inner || inner.Operands[1] is not IrConstant first)
            return null;
        if (i.Operands[1] is IrConstant second)
        {
            i.Operands[0] = inner.Operands[0];
            i.Operands[1] = IrConstant.I64(unchecked(first.Value + second.Value));
            return i;
        }

        IrInstruction variable = output.Emit(IrOp.PtrAdd, IrType.Ptr, inner.Operands[0], i.Operands[1]);
        return output.Emit(IrOp.PtrAdd, IrType.Ptr, variable, first);
    }

    // p + (x + c) -> (p + x) + c, where the sum does not wrap and x by itself is small enough for a packet.
    public static IrValue? SplitSum(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrInstruction distance)
            return null;
        bool widened = distance.Op == IrOp.ZExt;
        if ((widened ? distance.Operands[0] : distance) is not IrInstruction { Op: IrOp.Add } sum || sum.Operands[1] is not IrConstant { Value: >= 0 and <= MaxSplitOffset } constant)
            return null;
        if (output.Ranges.Get(sum.Operands[0]).UMax > MaxSplitOffset)
            return null;
        IrValue variable = widened ? output.Emit(IrOp.ZExt, IrType.I64, sum.Operands[0]) : sum.Operands[0];
        IrInstruction pointer = output.Emit(IrOp.PtrAdd, IrType.Ptr, i.Operands[0], variable);
        return output.Emit(IrOp.PtrAdd, IrType.Ptr, pointer, IrConstant.I64(constant.Value));
    }

    /// <summary>True for the address of something that is always there.</summary>
    public static bool IsNeverNull(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem } step)
            pointer = step.Operands[0];
        return pointer is IrInstruction { Op: IrOp.Slot or IrOp.GlobalAddr or IrOp.MapAddr } || (pointer is IrInstruction { Op: IrOp.CtxLoad } load && PacketFields.IsPacket(load));
    }

    public static IrValue? ConstantElement(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[1] is not IrConstant index)
            return null;
        return output.Emit(IrOp.PtrAdd, IrType.Ptr, i.Operands[0], IrConstant.I64(unchecked(index.Value * i.Immediate)));
    }

    public static IrValue? Difference(IrInstruction i, FoldOutput output)
    {
        PointerParts a = PointerParts.Of(i.Operands[0]);
        PointerParts b = PointerParts.Of(i.Operands[1]);
        return ReferenceEquals(a.Base, b.Base) ? IrConstant.I64(unchecked(a.Offset - b.Offset)) : null;
    }

    // All checks of one pointer count from where it starts, so that the larger proves the smaller.
    public static IrValue? FitsFromRoot(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[2] is not IrConstant size)
            return null;
        PointerParts parts = PointerParts.Of(i.Operands[0]);
        long total = unchecked(parts.Offset + size.Value);
        bool plain = parts.Offset is >= 0 and <= MaxPacketOffset && size.Value is >= 0 and <= MaxPacketOffset && total <= MaxPacketOffset;
        if (!plain || (parts.Offset == 0 && size.Type == IrType.I32))
            return null;
        i.Operands[0] = parts.Base;
        i.Operands[2] = IrConstant.I32((int)total);
        return i;
    }
}
