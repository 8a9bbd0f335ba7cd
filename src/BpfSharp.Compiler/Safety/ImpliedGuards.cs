using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// <c>i &lt; span.Length</c> of a span over the packet, followed by the check that the packet reaches to <c>data + i</c>: the second says all that the first
/// says, to the verifier too, so the first goes. Both end in the same fault, and nothing happens between them.
/// </summary>
internal static class ImpliedGuards
{
    public static bool Run(IrFunction function)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                if (block.Instructions[i].Op != IrOp.Guard || !IsImplied(block.Instructions, i))
                    continue;
                block.Instructions.RemoveAt(i--);
                changed = true;
            }
        }

        return changed;
    }

    private static bool IsImplied(List<IrInstruction> block, int index)
    {
        IrInstruction guard = block[index];
        if (guard.Operands[0] is not IrInstruction { Op: IrOp.LtU } compare || !TryGetLength(compare.Operands[1], out IrInstruction length, out long skipped))
            return false;
        foreach (IrInstruction next in block.Skip(index + 1))
        {
            if (next.Op == IrOp.Guard)
            {
                if (next.Immediate != guard.Immediate || next.Span != guard.Span)
                    return false;
                if (next.Operands[0] is IrInstruction { Op: IrOp.PktFits } fits && Covers(fits, length, compare.Operands[0], skipped))
                    return true;
            }
            else if (!IrOpTable.Get(next.Op).IsPure && next.Op != IrOp.CtxLoad)
            {
                return false;
            }
        }

        return false;
    }

    // data + index + skipped lies before the end: the index is below what is left of the length.
    private static bool Covers(IrInstruction fits, IrInstruction length, IrValue index, long skipped)
    {
        PointerParts parts = PointerParts.Of(fits.Operands[0]);
        return fits.Operands[2] is IrConstant size && parts.Offset + size.Value > skipped && fits.Operands[1] == length.Operands[0]
            && parts.Base is IrInstruction { Op: IrOp.PtrAdd } step && step.Operands[0] == length.Operands[1]
            && step.Operands[1] is IrInstruction { Op: IrOp.ZExt or IrOp.SExt } extension && extension.Operands[0] == index;
    }

    private static bool TryGetLength(IrValue value, out IrInstruction length, out long skipped)
    {
        length = null!;
        skipped = 0;
        while (value is IrInstruction instruction)
        {
            if (instruction.Op == IrOp.PtrDiff && RangeRules.IsPacketLength(instruction))
            {
                length = instruction;
                return true;
            }

            if (instruction.Op == IrOp.Add && instruction.Operands[1] is IrConstant { Value: < 0 } step)
                skipped -= step.Value;
            else if (instruction.Op != IrOp.Trunc)
                return false;
            value = instruction.Operands[0];
        }

        return false;
    }
}
