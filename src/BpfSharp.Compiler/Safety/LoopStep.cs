using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>What one round adds to a loop's counter: between these two, which are of one sign.</summary>
internal readonly record struct LoopStep(long Min, long Max)
{
    private const int MaxDepth = 6;

    // Sums of a few steps below this can't overflow.
    private const long MaxStep = 1L << 56;

    /// <summary>The step that is nearest to 0.</summary>
    public long Least => Min > 0 ? Min : Max;

    /// <summary>The step that is farthest from 0.</summary>
    public long Most => Min > 0 ? Max : Min;

    /// <summary>Null where some round may leave the counter as it is, or steps go both ways.</summary>
    /// <param name="index">Which of the head's parameters the counter is.</param>
    public static LoopStep? Of(Loop loop, IrParameter counter, int index, ConditionalRanges ranges, ControlFlow flow)
    {
        LoopStep? step = null;
        foreach (IrEdge edge in loop.BackEdges)
        {
            if (!TryJoin(ref step, Change(loop, counter, edge.Target.Arguments[index], ranges, flow, 0)))
                return null;
        }

        return step is { Min: > 0 } or { Max: < 0 } ? step : null;
    }

    // The value less the counter; null where the value is not the counter plus something bounded.
    private static LoopStep? Change(Loop loop, IrParameter counter, IrValue value, ConditionalRanges ranges, ControlFlow flow, int depth)
    {
        if (value == counter)
            return new LoopStep(0, 0);
        if (depth > MaxDepth)
            return null;
        if (value is IrInstruction { Op: IrOp.Add or IrOp.Sub } sum)
        {
            ValueRange by = ranges.Get(sum.Operands[1], sum);
            if (by.SMin < -MaxStep || by.SMax > MaxStep || Change(loop, counter, sum.Operands[0], ranges, flow, depth + 1) is not { } before)
                return null;
            return sum.Op == IrOp.Add ? new LoopStep(before.Min + by.SMin, before.Max + by.SMax) : new LoopStep(before.Min - by.SMax, before.Max - by.SMin);
        }

        // Several ways around, each with a step of its own.
        if (value is not IrParameter parameter || loop.Blocks.Find(b => b.Parameters.Contains(parameter)) is not { } merge || merge == loop.Head)
            return null;
        LoopStep? step = null;
        foreach (IrEdge edge in flow.Predecessors(merge))
        {
            if (!TryJoin(ref step, Change(loop, counter, edge.Target.Arguments[merge.Parameters.IndexOf(parameter)], ranges, flow, depth + 1)))
                return null;
        }

        return step;
    }

    private static bool TryJoin(ref LoopStep? step, LoopStep? next)
    {
        if (next is not { } change)
            return false;
        step = step is { } before ? new LoopStep(Math.Min(before.Min, change.Min), Math.Max(before.Max, change.Max)) : change;
        return true;
    }
}
