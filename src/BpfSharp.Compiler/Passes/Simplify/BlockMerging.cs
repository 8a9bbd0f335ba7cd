using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>A block that only one jump leads to joins the block before it; empty blocks are jumped over; blocks come to stand in reverse postorder.</summary>
public static class BlockMerging
{
    public static bool Run(IrFunction function)
    {
        bool changed = SkipEmptyBlocks(function);
        var flow = new ControlFlow(function);
        var map = new ValueMap();
        var gone = new HashSet<IrBlock>();
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (gone.Contains(block))
                continue;
            while (block.Terminator is { Op: IrOp.Br } jump && jump.Targets[0] is { } target
                && target.Block != block && target.Block != function.Entry && flow.Predecessors(target.Block).Count == 1
                // What joins a protected block would be protected too.
                && !(pads.ContainsKey(block) && target.Block.Instructions.Exists(Faulting.MayFault)))
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                    map.Replace(target.Block.Parameters[i], target.Arguments[i]);
                block.Instructions.RemoveAt(block.Instructions.Count - 1);
                block.Instructions.AddRange(target.Block.Instructions);
                gone.Add(target.Block);
                changed = true;
            }
        }

        map.Apply(function);
        // A block that joined another stood right behind it: what is left stands as a new search would find it.
        function.Blocks.Clear();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (!gone.Contains(block))
                function.Blocks.Add(block);
        }

        return changed;
    }

    private static bool SkipEmptyBlocks(IrFunction function)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                // Behind a try there is a block that only it leads to.
                if (block.Terminator.Op == IrOp.Try)
                    break;
                // Bounded: a ring of empty blocks is an endless loop of the user's.
                for (int step = 0; step < function.Blocks.Count && IsEmpty(target.Block, function.Entry) && target.Block != block; step++)
                {
                    IrTarget next = target.Block.Terminator.Targets[0];
                    target.Block = next.Block;
                    target.Arguments.Clear();
                    target.Arguments.AddRange(next.Arguments);
                    changed = true;
                }
            }
        }

        if (changed)
            UnreachableBlocks.Remove(function);
        return changed;
    }

    private static bool IsEmpty(IrBlock block, IrBlock entry) =>
        block != entry && block.Parameters.Count == 0 && block.Instructions.Count == 1 && block.Terminator.Op == IrOp.Br && block.Terminator.Targets[0].Block != block;
}
