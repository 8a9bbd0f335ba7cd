using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Where loops begin, in a function that need not be complete: parts that nothing leads to yet are looked at as well.</summary>
public static class LoopHeads
{
    /// <summary>Blocks that a way leads back to, walking from the first block of each part.</summary>
    public static HashSet<IrBlock> Of(IrFunction function)
    {
        var heads = new HashSet<IrBlock>();
        var seen = new HashSet<IrBlock>();
        var open = new HashSet<IrBlock>();
        var way = new Stack<(IrBlock Block, int Next)>();
        foreach (IrBlock root in function.Blocks)
        {
            Enter(root);
            while (way.Count != 0)
            {
                (IrBlock block, int next) = way.Pop();
                if (next == block.Successors.Count)
                {
                    open.Remove(block);
                    continue;
                }

                way.Push((block, next + 1));
                IrBlock target = block.Successors[next].Block;
                if (open.Contains(target))
                    heads.Add(target);
                else
                    Enter(target);
            }
        }

        return heads;

        void Enter(IrBlock block)
        {
            if (!seen.Add(block))
                return;
            open.Add(block);
            way.Push((block, 0));
        }
    }
}
