using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// 32-bit results whose high half is zero, but not for the verifier: byte swaps, divisions, and shifts by a count that it doesn't know leave it with 64 unknown bits.
/// Where such a value is widened, it must be told by a move of the low half, or no bound that is proven for the low half counts for the whole.
/// </summary>
internal static class OpaqueValues
{
    /// <summary>The opaque values that are used as 64 bits somewhere.</summary>
    public static HashSet<IrValue> FindWidened(ControlFlow flow)
    {
        var ranges = new RangeAnalysis(flow.Function);
        var widened = new HashSet<IrValue>();
        var seen = new HashSet<IrValue>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (WidenedOperand(instruction, ranges) is { } value)
                    Follow(value, flow, seen, widened);
            }
        }

        return widened;
    }

    private static IrValue? WidenedOperand(IrInstruction instruction, RangeAnalysis ranges) => instruction.Op switch
    {
        IrOp.ZExt => instruction.Operands[0],
        IrOp.SExt when ranges.Get(instruction.Operands[0]).IsNonNegative => instruction.Operands[0],
        IrOp.PktFits when instruction.Operands[2].Type == IrType.I32 => instruction.Operands[2],
        _ => null,
    };

    // Through block parameters to what they may stand for.
    private static void Follow(IrValue value, ControlFlow flow, HashSet<IrValue> seen, HashSet<IrValue> widened)
    {
        var pending = new Stack<IrValue>();
        pending.Push(value);
        while (pending.Count != 0)
        {
            IrValue next = pending.Pop();
            if (!seen.Add(next))
                continue;
            if (next is IrInstruction instruction && IsOpaque(instruction))
                widened.Add(instruction);
            else if (next is IrParameter parameter)
                PushArguments(parameter, flow, pending);
        }
    }

    private static void PushArguments(IrParameter parameter, ControlFlow flow, Stack<IrValue> pending)
    {
        foreach (IrBlock block in flow.ReversePostorder)
        {
            int index = block.Parameters.IndexOf(parameter);
            if (index < 0)
                continue;
            foreach (IrEdge edge in flow.Predecessors(block))
                pending.Push(edge.Target.Arguments[index]);
        }
    }

    private static bool IsOpaque(IrInstruction instruction) => instruction.Type == IrType.I32 && instruction.Op switch
    {
        IrOp.Bswap16 or IrOp.Bswap32 or IrOp.DivU or IrOp.RemU or IrOp.DivS or IrOp.RemS => true,
        IrOp.Shl or IrOp.ShrU or IrOp.ShrS => instruction.Operands[1] is not IrConstant,
        _ => false,
    };
}
