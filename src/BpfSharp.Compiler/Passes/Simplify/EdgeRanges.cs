using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>What a number can be in a block that is entered by one of its edges: the branch there may have compared it.</summary>
internal sealed class EdgeRanges
{
    private const int MaxDepth = 4;

    private readonly ConditionalRanges _ranges;

    public EdgeRanges(ControlFlow flow, Dominators dominators, RangeView view) => _ranges = new ConditionalRanges(flow.Function, flow, dominators, view);

    /// <summary>Which target the block's branch or switch takes; -1 if that is not known.</summary>
    public int Decide(IrBlock block, IrEdge edge)
    {
        IrInstruction end = block.Terminator;
        ValueRange range = Get(end.Operands[0], block, edge, 0);
        if (range.IsEmpty)
            return -1;
        if (end.Op == IrOp.BrIf)
            return range.UMin > 0 ? 0 : range.UMax == 0 ? 1 : -1;
        return range.IsConstant ? end.Cases.IndexOf(range.SMin) + 1 : -1;
    }

    private ValueRange Get(IrValue value, IrBlock block, IrEdge edge, int depth)
    {
        if (value is IrConstant constant)
            return ValueRange.Of(constant);
        if (value is IrParameter)
            return _ranges.Get(Argument(value, block, edge), edge);

        var instruction = (IrInstruction)value;
        if (depth < MaxDepth && IrCompare.IsCompare(instruction.Op) && instruction.Operands[0].Type != IrType.Ptr)
            return OfCompare(instruction, block, edge, depth);
        // What the block computes itself it computes of what the edge gives.
        if (depth == MaxDepth || !block.Instructions.Contains(instruction) || !IrOpTable.Get(instruction.Op).IsPure || instruction.Operands.Any(static o => o.Type == IrType.Ptr) || !RangeRules.TryGet(instruction, _ranges.View, out RangeRule rule))
            return _ranges.Get(value, edge);
        bool unreached = false;
        ValueRange derived = rule(instruction, Operand, _ranges.View);
        return unreached ? ValueRange.Nothing : derived;

        ValueRange Operand(IrValue operand)
        {
            ValueRange range = Get(operand, block, edge, depth + 1);
            unreached |= range.IsEmpty;
            return range.IsEmpty ? ValueRange.Full(operand.Type) : range;
        }
    }

    // Its operands are the same wherever it stands: what the edge says of them it says of the compare.
    private ValueRange OfCompare(IrInstruction compare, IrBlock block, IrEdge edge, int depth)
    {
        ValueRange left = Get(compare.Operands[0], block, edge, depth + 1);
        ValueRange right = Get(compare.Operands[1], block, edge, depth + 1);
        if (left.IsEmpty || right.IsEmpty)
            return ValueRange.Nothing;
        bool? outcome = IrCompare.Decide(compare.Op, left, right) ?? Implied(compare, block, edge);
        return outcome is { } known ? ValueRange.Of(IrConstant.I32(known ? 1 : 0)) : _ranges.Get(compare, edge);
    }

    // By the branch that the edge leaves, of the same two values.
    private static bool? Implied(IrInstruction compare, IrBlock block, IrEdge edge)
    {
        IrInstruction before = edge.From.Terminator;
        return before.Op == IrOp.BrIf && before.Operands[0] is IrInstruction known
            ? CompareOutcomes.Implied(known, edge.Target == before.Targets[0], compare.Op, Argument(compare.Operands[0], block, edge), Argument(compare.Operands[1], block, edge))
            : null;
    }

    private static IrValue Argument(IrValue value, IrBlock block, IrEdge edge) =>
        value is IrParameter parameter && block.Parameters.IndexOf(parameter) is >= 0 and var index ? edge.Target.Arguments[index] : value;
}
