using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Tests whose outcome every way there has already proven: a larger packet check, an earlier null check, a comparison of the user's own.</summary>
internal static class CheckElimination
{
    public static bool Run(IrFunction function)
    {
        var flow = new ControlFlow(function);
        var facts = new FactFlow(flow);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), RangeView.Program);
        bool changed = false;
        foreach (IrBlock block in flow.ReversePostorder)
        {
            Facts known = facts.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.Guard or IrOp.BrIf && instruction.Operands[0] is not IrConstant && Outcome(instruction, known, ranges) is { } outcome)
                {
                    instruction.Operands[0] = IrConstant.I32(outcome ? 1 : 0);
                    changed = true;
                }

                FactFlow.Step(known, instruction);
            }
        }

        return changed;
    }

    private static bool? Outcome(IrInstruction user, Facts known, ConditionalRanges ranges)
    {
        if (user.Operands[0] is not IrInstruction test)
            return OfRange(ranges.Get(user.Operands[0], user));
        if (test.Op == IrOp.PktFits && test.Operands[2] is IrConstant size)
        {
            PointerParts parts = PointerParts.Of(test.Operands[0]);
            return parts.Offset >= 0 && known.PacketBytes(parts.Base) >= parts.Offset + size.Value ? true : null;
        }

        if (test.Op is IrOp.Eq or IrOp.Ne && test.Operands[0].Type == IrType.Ptr)
            return test.Operands[1] is IrConstant { Value: 0 } && known.IsNotNull(test.Operands[0]) ? test.Op == IrOp.Ne : null;
        if (IrCompare.IsCompare(test.Op) && test.Operands[0].Type != IrType.Ptr)
            return IrCompare.Decide(test.Op, ranges.Get(test.Operands[0], user), ranges.Get(test.Operands[1], user)) ?? OfRange(ranges.Get(test, user));
        return OfRange(ranges.Get(test, user));
    }

    private static bool? OfRange(ValueRange range) => range.UMin > 0 ? true : range.UMax == 0 ? false : null;
}
