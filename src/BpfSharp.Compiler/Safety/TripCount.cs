using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>How often a loop can go round, as far as the verifier can tell: from counters that are compared with bounded numbers on every round.</summary>
internal sealed class TripCount
{
    private readonly ConditionalRanges _ranges;
    private readonly Dominators _dominators;
    private readonly HashSet<IrValue>? _exact;

    /// <param name="exact">Counters that may be compared with numbers in bounds; null where all may.</param>
    public TripCount(ConditionalRanges ranges, Dominators dominators, HashSet<IrValue>? exact = null)
    {
        _ranges = ranges;
        _dominators = dominators;
        _exact = exact;
    }

    /// <summary>An upper bound of the times that the loop's head runs for one entry; null where there is none.</summary>
    public long? Of(Loop loop)
    {
        long? best = null;
        var inside = new HashSet<IrBlock>(loop.Blocks);
        foreach (IrBlock block in loop.Blocks)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.BrIf || !loop.BackEdges.All(e => _dominators.Dominates(block, e.From)))
                continue;
            bool staysIfTrue = inside.Contains(branch.Targets[0].Block);
            if (staysIfTrue == inside.Contains(branch.Targets[1].Block))
                continue;
            if (Bound(loop, branch, staysIfTrue) is { } bound && (best is null || bound < best))
                best = bound;
        }

        return best;
    }

    // The loop goes on while the test comes out as `stays`.
    private long? Bound(Loop loop, IrInstruction branch, bool stays)
    {
        if (branch.Operands[0] is not IrInstruction test || !IrCompare.IsCompare(test.Op))
            return branch.Operands[0].Type == IrType.I32 ? OfShrinking(loop, branch.Operands[0], stays) : null;
        if (test.Operands[0].Type == IrType.Ptr)
            return null;
        if (OfCounter(loop, test.Operands[0], test.Operands[1], test.Op, false, stays, branch) is { } left)
            return left;
        if (OfCounter(loop, test.Operands[1], test.Operands[0], test.Op, true, stays, branch) is { } right)
            return right;
        return test.Operands[1] is IrConstant { Value: 0 } && (test.Op == IrOp.Ne) == stays && test.Op is IrOp.Ne or IrOp.Eq ? OfShrinking(loop, test.Operands[0], true) : null;
    }

    private long? OfCounter(Loop loop, IrValue tested, IrValue limit, IrOp op, bool counterRight, bool stays, IrInstruction branch)
    {
        long distance = 0;
        bool cut = false;
        for (; tested is IrInstruction { Op: IrOp.ZExt or IrOp.SExt or IrOp.Trunc } cast; tested = cast.Operands[0])
            cut |= cast.Op == IrOp.Trunc;
        if (tested is IrInstruction { Op: IrOp.Add } sum && sum.Operands[1] is IrConstant ahead)
        {
            tested = sum.Operands[0];
            distance = ahead.Value;
        }

        if (tested is not IrParameter counter || loop.Head.Parameters.IndexOf(counter) is var index && index < 0 || LoopStep.Of(loop, counter, index, _ranges, _dominators.Flow) is not { } step)
            return null;
        if (Start(loop, index) is not { } start || (cut && (start.SMin < int.MinValue || start.SMax > int.MaxValue)))
            return null;
        ValueRange bound = _ranges.Get(limit, branch);
        if (_exact is not null && !bound.IsConstant && !_exact.Contains(counter))
            return null;
        if (op is IrOp.Eq or IrOp.Ne)
            return (op == IrOp.Ne) == stays && step.Least == step.Most ? UntilEqual(start, bound, distance, step.Least) : null;
        bool orEqual = op is IrOp.LeS or IrOp.LeU;
        bool below = counterRight != stays;
        if (!stays)
            orEqual = !orEqual;
        bool unsigned = op is IrOp.LtU or IrOp.LeU;
        if (below != step.Least > 0)
            return null;
        if (First(counter.Type, start, distance, below, unsigned) is not { } first)
            return null;
        decimal to = below ? (unsigned ? bound.UMax : bound.SMax) : (unsigned ? bound.UMin : bound.SMin);
        decimal span = below ? to - first : first - to;
        if (orEqual)
            span++;
        decimal rounds = Math.Ceiling(span / Math.Abs((decimal)step.Least)) + 1;
        if (rounds > long.MaxValue)
            return null;
        // A counter that wraps around goes on.
        ValueRange full = ValueRange.Full(counter.Type);
        decimal last = (orEqual ? to : below ? to - 1 : to + 1) + step.Most;
        bool wraps = below ? last > (unsigned ? full.UMax : full.SMax) : last < (unsigned ? full.UMin : full.SMin);
        return rounds < 1 ? 1 : wraps && rounds < uint.MaxValue ? null : (long)rounds;
    }

    // What is compared first, as far from the limit as it may be; null where it may wrap around, unless it is one number that does (-1 and 1).
    private static decimal? First(IrType type, ValueRange start, long distance, bool below, bool unsigned)
    {
        bool isNarrow = type == IrType.I32;
        if (start.IsConstant)
        {
            long sum = unchecked(start.SMin + distance);
            return unsigned ? isNarrow ? unchecked((uint)sum) : unchecked((ulong)sum) : isNarrow ? unchecked((int)sum) : sum;
        }

        decimal least = (unsigned ? start.UMin : (decimal)start.SMin) + distance;
        decimal most = (unsigned ? start.UMax : (decimal)start.SMax) + distance;
        decimal smallest = unsigned ? 0 : isNarrow ? int.MinValue : long.MinValue;
        decimal largest = unsigned ? isNarrow ? uint.MaxValue : ulong.MaxValue : isNarrow ? int.MaxValue : long.MaxValue;
        if (least < smallest || most > largest)
            return null;
        return below ? least : most;
    }

    private static long? UntilEqual(ValueRange start, ValueRange bound, long distance, long step)
    {
        if (!start.IsConstant || !bound.IsConstant)
            return null;
        decimal span = (decimal)bound.SMin - (start.SMin + distance);
        return span % step == 0 && span / step >= 0 ? (long)(span / step) + 1 : null;
    }

    // x >>= k until nothing is left.
    private static long? OfShrinking(Loop loop, IrValue value, bool stays)
    {
        if (!stays || value is not IrParameter parameter || loop.Head.Parameters.IndexOf(parameter) is var index && index < 0)
            return null;
        long smallest = long.MaxValue;
        foreach (IrEdge edge in loop.BackEdges)
        {
            if (edge.Target.Arguments[index] is not IrInstruction { Op: IrOp.ShrU } shift || shift.Operands[0] != parameter || shift.Operands[1] is not IrConstant { Value: > 0 } count)
                return null;
            smallest = Math.Min(smallest, count.Value);
        }

        int bits = parameter.Type == IrType.I32 ? 32 : 64;
        return (bits / smallest) + 2;
    }

    private ValueRange? Start(Loop loop, int index)
    {
        ValueRange? start = null;
        foreach (IrEdge entry in _dominators.Flow.Predecessors(loop.Head).Where(e => !loop.BackEdges.Contains(e)))
        {
            ValueRange range = _ranges.Get(entry.Target.Arguments[index], entry);
            start = start is null ? range : start.Value.Union(range);
        }

        return start;
    }
}
