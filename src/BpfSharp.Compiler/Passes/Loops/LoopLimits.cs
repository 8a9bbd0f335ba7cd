using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>Marks at the heads of loops in protected code: where a loop's limit is met, the fault goes to the pad of its mark.</summary>
internal static class LoopLimits
{
    /// <summary>Loops that are still there have a bound, or are refused.</summary>
    /// <param name="kept">Blocks whose marks stay.</param>
    public static bool Drop(IrFunction function, IEnumerable<IrBlock>? kept = null)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks.Except(kept ?? new IrBlock[0]))
            changed |= block.Instructions.RemoveAll(static i => i.Op == IrOp.LoopLimit) != 0;
        return changed;
    }

    /// <summary>Blocks with the loop's own marks, not those of loops in it.</summary>
    public static List<IrBlock> Of(Loop loop, LoopForest loops) =>
        loop.Blocks.Where(b => loops.Innermost(b) == loop && b.Instructions.Exists(static i => i.Op == IrOp.LoopLimit)).ToList();

    /// <summary>Whether every round comes by a mark.</summary>
    public static bool IsOnEveryRound(Loop loop, IEnumerable<IrBlock> marks, Dominators dominators) =>
        marks.Any(m => loop.BackEdges.TrueForAll(e => dominators.Dominates(m, e.From)));
}
