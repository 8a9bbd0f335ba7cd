using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Steps whose comparison stands behind them (another access shares the step, and needed less) are done anew before the access: the verifier bounds what is computed
/// after a comparison, not what was before.
/// </summary>
internal static class RegionSteps
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var regions = new Regions(context, provenance);
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), context.VerifierView);
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                foreach (MemoryAccess access in MemoryAccess.Of(block.Instructions[i], context).ToList())
                {
                    RegionPath path = RegionPath.To(access.Pointer);
                    if (path.IsConstant || !RegionPath.IsRegion(provenance.KindOf(path.Start)) || regions.SizeOf(path.Start) is not { } size)
                        continue;
                    if (path.IsInside(access.Size, size, s => ranges.Get(s.Operands[1], s)) || !path.IsInside(access.Size, size, s => ranges.Get(s.Operands[1], access.Instruction)))
                        continue;
                    List<IrInstruction> again = Again(path, access.Instruction.Span);
                    access.Instruction.Operands[access.Operand] = again[again.Count - 1];
                    block.Instructions.InsertRange(i, again);
                    i += again.Count;
                    changed = true;
                }
            }
        }

        foreach (IrBlock block in function.Blocks.ToList())
            changed |= OnEdges(function, block, provenance, regions, ranges);
        return changed;
    }

    // A pointer that is passed on, where the comparison is the jump itself: it is stepped to on the edge.
    private static bool OnEdges(IrFunction function, IrBlock block, Provenance provenance, Regions regions, ConditionalRanges ranges)
    {
        bool changed = false;
        foreach (IrTarget target in block.Successors)
        {
            var again = new List<IrInstruction>();
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                RegionPath path = RegionPath.To(target.Arguments[i]);
                if (path.IsConstant || !RegionPath.IsRegion(provenance.KindOf(path.Start)) || regions.SizeOf(path.Start) is not { } size
                    || path.IsInside(1, size, s => ranges.Get(s.Operands[1], s)) || !path.Steps.Any(s => IsNarrower(ranges, s, new IrEdge(block, target))))
                {
                    continue;
                }

                again.AddRange(Again(path, block.Terminator.Span));
                target.Arguments[i] = again[again.Count - 1];
            }

            if (again.Count == 0)
                continue;
            Insert(function, block, target, again);
            changed = true;
        }

        return changed;
    }

    private static bool IsNarrower(ConditionalRanges ranges, IrInstruction step, IrEdge edge)
    {
        ValueRange before = ranges.Get(step.Operands[1], step);
        ValueRange there = ranges.Get(step.Operands[1], edge);
        return !there.IsEmpty && (there.SMin > before.SMin || there.SMax < before.SMax);
    }

    private static void Insert(IrFunction function, IrBlock block, IrTarget target, List<IrInstruction> steps)
    {
        if (block.Successors.Count == 1)
        {
            block.Instructions.InsertRange(block.Instructions.Count - 1, steps);
            return;
        }

        var between = new IrBlock();
        between.Instructions.AddRange(steps);
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = block.Terminator.Span };
        jump.Targets.Add(new IrTarget(target.Block, target.Arguments.ToArray()));
        between.Instructions.Add(jump);
        target.Block = between;
        target.Arguments.Clear();
        function.Blocks.Insert(function.Blocks.IndexOf(block) + 1, between);
    }

    private static List<IrInstruction> Again(RegionPath path, int span)
    {
        var again = new List<IrInstruction>();
        IrValue pointer = path.Start;
        foreach (IrInstruction step in path.Steps.Reverse())
        {
            var copy = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, pointer, step.Operands[1]) { Span = span };
            again.Add(copy);
            pointer = copy;
        }

        return again;
    }
}
