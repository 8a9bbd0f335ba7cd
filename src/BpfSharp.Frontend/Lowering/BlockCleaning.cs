using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Drops blocks that nothing enters and joins a block to its only predecessor: shorter text for golden tests, memo keys and libraries.</summary>
internal static class BlockCleaning
{
    public static void Run(IrFunction function)
    {
        Thread(function);
        RemoveUnreachable(function);
        Join(function);
    }

    // An empty block that only branches on is skipped by those who enter it.
    private static void Thread(IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                HashSet<IrBlock>? passed = null;
                // Behind a try there is a block that only it leads to.
                while (block.Terminator.Op != IrOp.Try && target.Arguments.Count == 0 && Forwards(target.Block) && (passed ??= new HashSet<IrBlock>()).Add(target.Block))
                {
                    IrTarget next = target.Block.Terminator.Targets[0];
                    target.Block = next.Block;
                    target.Arguments.AddRange(next.Arguments);
                }
            }
        }
    }

    private static bool Forwards(IrBlock block) => block.Parameters.Count == 0 && block.Instructions.Count == 1 && block.Terminator.Op == IrOp.Br;

    private static void RemoveUnreachable(IrFunction function)
    {
        var reached = new HashSet<IrBlock> { function.Entry };
        var work = new Stack<IrBlock>();
        work.Push(function.Entry);
        while (work.Count != 0)
        {
            foreach (IrTarget target in work.Pop().Successors)
            {
                if (reached.Add(target.Block))
                    work.Push(target.Block);
            }
        }

        function.Blocks.RemoveAll(b => !reached.Contains(b));
    }

    private static void Join(IrFunction function)
    {
        var predecessors = new Dictionary<IrBlock, int>();
        foreach (IrTarget target in function.Blocks.SelectMany(static b => b.Successors))
            predecessors[target.Block] = predecessors.TryGetValue(target.Block, out int count) ? count + 1 : 1;
        var joined = new HashSet<IrBlock>();
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        foreach (IrBlock block in function.Blocks)
        {
            if (joined.Contains(block))
                continue;
            while (block.Terminator is { Op: IrOp.Br } branch && branch.Targets[0].Block is var next && next != block && next != function.Entry
                && next.Parameters.Count == 0 && predecessors[next] == 1 && !(pads.ContainsKey(block) && next.Instructions.Exists(Faulting.MayFault)))
            {
                block.Instructions.RemoveAt(block.Instructions.Count - 1);
                block.Instructions.AddRange(next.Instructions);
                joined.Add(next);
            }
        }

        function.Blocks.RemoveAll(joined.Contains);
    }
}
