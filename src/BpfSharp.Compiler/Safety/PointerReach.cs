using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>How far from where its memory begins a pointer may lie, as the verifier adds it up.</summary>
internal sealed class PointerReach
{
    // Sums of a few of these can't overflow; no memory is so large.
    private const long MaxStep = int.MaxValue;

    private readonly ConditionalRanges _ranges;
    private readonly ControlFlow _flow;
    private readonly Dictionary<IrParameter, IrBlock> _blocks = new();
    private readonly HashSet<IrParameter> _open = new();

    public PointerReach(ConditionalRanges ranges, ControlFlow flow)
    {
        _ranges = ranges;
        _flow = flow;
        foreach (IrBlock block in flow.ReversePostorder.Where(b => b != flow.Function.Entry))
        {
            foreach (IrParameter parameter in block.Parameters.Where(static p => p.Type == IrType.Ptr))
                _blocks.Add(parameter, block);
        }
    }

    /// <summary>The smallest and largest distance; null where there is no bound.</summary>
    public (long Min, long Max)? Of(IrValue pointer)
    {
        long min = 0;
        long max = 0;
        for (; pointer is IrInstruction { Op: IrOp.PtrAdd } step; pointer = step.Operands[0])
        {
            ValueRange range = _ranges.Get(step.Operands[1], step);
            if (range.SMax > MaxStep || range.SMin < -MaxStep)
                return null;
            min += range.SMin;
            max += range.SMax;
        }

        if (pointer is not IrParameter parameter || !_blocks.TryGetValue(parameter, out IrBlock? block))
            return (min, max);
        // A pointer that moves each time a loop goes round has no bound; one that comes back as it was adds nothing.
        if (!_open.Add(parameter))
            return min == 0 && max == 0 ? (0, 0) : null;
        (long Min, long Max)? start = OfArguments(parameter, block);
        _open.Remove(parameter);
        return start is { } from ? (from.Min + min, from.Max + max) : null;
    }

    private (long Min, long Max)? OfArguments(IrParameter parameter, IrBlock block)
    {
        int index = block.Parameters.IndexOf(parameter);
        (long Min, long Max)? all = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            IrValue argument = edge.Target.Arguments[index];
            if (argument == parameter)
                continue;
            if (Of(argument) is not { } one)
                return null;
            all = all is { } known ? (Math.Min(known.Min, one.Min), Math.Max(known.Max, one.Max)) : one;
        }

        return all ?? (0, 0);
    }
}
