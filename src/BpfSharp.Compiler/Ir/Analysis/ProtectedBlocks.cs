using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Blocks behind a <c>try</c>, whose faults go to a pad.</summary>
public static class ProtectedBlocks
{
    /// <returns>The pad of each protected block.</returns>
    public static Dictionary<IrBlock, IrTarget> Find(IrFunction function)
    {
        var pads = new Dictionary<IrBlock, IrTarget>();
        foreach (IrBlock block in function.Blocks)
        {
            if (block.Terminator.Op == IrOp.Try)
                pads[block.Terminator.Targets[0].Block] = block.Terminator.Targets[1];
        }

        return pads;
    }

    public static bool IsPadEdge(IrEdge edge) => edge.From.Terminator.Op == IrOp.Try && edge.From.Terminator.Targets[1] == edge.Target;

    /// <summary>The block heads a loop, in code whose faults go to a pad: so do those of the loop's limit, though nothing else in it may fault.</summary>
    public static void MarkLoop(IrBlock head)
    {
        if (!head.Instructions.Exists(static i => i.Op == IrOp.LoopLimit))
            head.Instructions.Insert(0, new IrInstruction(IrOp.LoopLimit, IrType.Void));
    }

    /// <summary>Faults of the block's instructions, from one of them on, go to the pad.</summary>
    /// <returns>The block that the instructions are in now; it is not in the function yet.</returns>
    public static IrBlock Protect(IrBlock block, IrTarget pad, int from = 0)
    {
        // Where the block is a pad itself, it remains one.
        from = System.Math.Max(from, block.Instructions.FindLastIndex(static i => i.Op == IrOp.Caught) + 1);
        var inner = new IrBlock();
        inner.Instructions.AddRange(block.Instructions.Skip(from));
        block.Instructions.RemoveRange(from, block.Instructions.Count - from);
        var enter = new IrInstruction(IrOp.Try, IrType.Void);
        enter.Targets.Add(new IrTarget(inner));
        enter.Targets.Add(new IrTarget(pad.Block, pad.Arguments.ToArray()));
        block.Instructions.Add(enter);
        return inner;
    }
}
