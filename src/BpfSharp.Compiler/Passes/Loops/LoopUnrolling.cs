using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Slots;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// A short loop with few and known rounds becomes its rounds one after the other: counters are constants then, accesses lie at constant places,
/// and one check stands for all of them. Copies of known length, written as loops in the runtime, become the widest moves that way.
/// </summary>
public static class LoopUnrolling
{
    private const int MaxRounds = 16;

    // Of all rounds together: what the straight code may cost before it is folded.
    private const int MaxInstructions = 160;

    public static bool Run(IrFunction function)
    {
        bool changed = false;
        while (UnrollOne(function))
            changed = true;
        return changed;
    }

    private static bool UnrollOne(IrFunction function)
    {
        var flow = new ControlFlow(function);
        if (!flow.HasLoops)
            return false;
        var dominators = new Dominators(flow);
        var forest = new LoopForest(flow, dominators);
        if (forest.Irreducible.Count != 0)
            return false;
        foreach (Loop loop in forest.Loops)
        {
            int size = loop.Blocks.Sum(static b => b.Instructions.Count);
            bool isInnermost = !forest.Loops.Exists(l => l.Parent == loop);
            if (!isInnermost || loop.Head == function.Entry || size > MaxInstructions)
                continue;
            if (KnownRounds.Of(loop, flow, dominators, MaxRounds) is not { } rounds || size * (rounds.Count + 1) > MaxInstructions)
                continue;
            Unroll(function, loop, rounds);
            return true;
        }

        return false;
    }

    private static void Unroll(IrFunction function, Loop loop, KnownRounds rounds)
    {
        List<IrBlock> originals = loop.Blocks.ToList();
        foreach (IrBlock block in originals)
        {
            // So few rounds are no limit.
            block.Instructions.RemoveAll(static i => i.Op == IrOp.LoopLimit);
            ValueDemotion.DemoteOutputs(function, block);
        }

        var inside = new HashSet<IrBlock>(originals);
        List<IrTarget> entries = function.Blocks.Where(b => !inside.Contains(b)).SelectMany(static b => b.Successors).Where(t => t.Block == loop.Head).ToList();
        for (int round = 0; round <= rounds.Count; round++)
        {
            var cloner = new IrCloner();
            List<IrBlock> copies = cloner.Clone(originals);
            foreach (IrTarget entry in entries)
                entry.Block = copies[0];
            Decide(cloner.Copy(rounds.Exit).Terminator, round < rounds.Count ? rounds.Stays : 1 - rounds.Stays);
            entries = copies.SelectMany(static b => b.Successors).Where(t => t.Block == copies[0]).ToList();
            function.Blocks.AddRange(copies);
        }

        UnreachableBlocks.Remove(function);
        SlotPromotion.Run(function);
    }

    private static void Decide(IrInstruction branch, int index)
    {
        IrTarget taken = branch.Targets[index];
        branch.Op = IrOp.Br;
        branch.Operands.Clear();
        branch.Targets.Clear();
        branch.Targets.Add(taken);
    }
}
