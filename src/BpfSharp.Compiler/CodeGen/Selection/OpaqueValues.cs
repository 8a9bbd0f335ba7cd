using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// 32-bit results whose high half is zero, but not for the verifier: byte swaps, divisions, and shifts by a count that it doesn't know leave it with 64 unknown bits; before 6.10 so do
/// <c>|</c>, <c>^</c> and <c>*</c> of two numbers that it doesn't know.
/// Where such a value is widened to become a distance, an argument or a result, it must be told by a move of the low half, or no bound that is proven for the low half counts for the whole.
/// </summary>
internal static class OpaqueValues
{
    /// <summary>The opaque values that are used as 64 bits somewhere, and the comparisons that tell as much of others where they are made in 64 bits.</summary>
    public static (HashSet<IrValue> Widened, HashSet<IrInstruction> WideCompares) Find(ControlFlow flow, Dominators dominators, RangeView verifier, Dictionary<string, IrHelper> helpers)
    {
        var ranges = new RangeAnalysis(flow.Function);
        HashSet<IrValue> bounded = FindBounded(flow, helpers);
        var widened = new HashSet<IrValue>();
        var seen = new HashSet<IrValue>();
        var bounds = new WideBounds(flow, dominators);
        var behind = new List<(IrValue Value, IrInstruction Compare)>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if ((instruction.Op != IrOp.PktFits && !bounded.Contains(instruction)) || WidenedOperand(instruction, ranges) is not { } value)
                    continue;
                if (bounds.Before(block, value) is { } compare)
                    behind.Add((value, compare));
                else
                    Follow(value, flow, seen, widened, verifier);
            }
        }

        return (widened, FindWide(behind, flow, widened, verifier));
    }

    private static HashSet<IrInstruction> FindWide(List<(IrValue Value, IrInstruction Compare)> behind, ControlFlow flow, HashSet<IrValue> widened, RangeView verifier)
    {
        var wide = new HashSet<IrInstruction>();
        foreach ((IrValue value, IrInstruction compare) in behind)
        {
            var opaque = new HashSet<IrValue>();
            Follow(value, flow, new HashSet<IrValue>(), opaque, verifier);
            if (!opaque.IsSubsetOf(widened))
                wide.Add(compare);
        }

        return wide;
    }

    // What the verifier wants bounds of, and what that is computed from.
    private static HashSet<IrValue> FindBounded(ControlFlow flow, Dictionary<string, IrHelper> helpers)
    {
        var bounded = new HashSet<IrValue>();
        var pending = new Stack<IrValue>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.PtrAdd or IrOp.PktFits)
                    pending.Push(instruction.Operands[instruction.Operands.Count - 1]);
                else if (instruction.Op == IrOp.Helper)
                    helpers[instruction.Symbol!].BoundedOperands(instruction).ForEach(pending.Push);
                else if (instruction.Op is IrOp.CallSubprogram or IrOp.Ret)
                    instruction.Operands.ForEach(pending.Push);
            }
        }

        while (pending.Count != 0)
        {
            IrValue value = pending.Pop();
            if (value is IrConstant || !bounded.Add(value))
                continue;
            if (value is IrParameter parameter)
                PushArguments(parameter, flow, pending);
            else if (value is IrInstruction instruction && IrOpTable.Get(instruction.Op).IsPure)
                instruction.Operands.ForEach(pending.Push);
        }

        return bounded;
    }

    private static IrValue? WidenedOperand(IrInstruction instruction, RangeAnalysis ranges) => instruction.Op switch
    {
        IrOp.ZExt => instruction.Operands[0],
        IrOp.SExt when ranges.Get(instruction.Operands[0]).IsNonNegative => instruction.Operands[0],
        IrOp.PktFits when instruction.Operands[2].Type == IrType.I32 => instruction.Operands[2],
        _ => null,
    };

    // Through block parameters to what they may stand for.
    private static void Follow(IrValue value, ControlFlow flow, HashSet<IrValue> seen, HashSet<IrValue> widened, RangeView verifier)
    {
        var pending = new Stack<IrValue>();
        pending.Push(value);
        while (pending.Count != 0)
        {
            IrValue next = pending.Pop();
            if (!seen.Add(next))
                continue;
            if (next is IrInstruction instruction && IsOpaque(instruction, verifier))
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

    private static bool IsOpaque(IrInstruction instruction, RangeView verifier) => instruction.Type == IrType.I32 && instruction.Op switch
    {
        IrOp.Bswap16 or IrOp.Bswap32 or IrOp.DivU or IrOp.RemU or IrOp.DivS or IrOp.RemS => true,
        IrOp.Opaque => instruction.Operands[1] is IrConstant,
        IrOp.Shl or IrOp.ShrU or IrOp.ShrS => instruction.Operands[1] is not IrConstant,
        _ => verifier == RangeView.EarlyVerifier && RangeRules.IsLostEarly(instruction),
    };
}
