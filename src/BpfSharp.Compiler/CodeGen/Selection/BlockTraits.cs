using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>How deep in loops a block lies, and whether it is out of line or leads to nothing but faults.</summary>
internal sealed class BlockTraits
{
    private readonly Dictionary<IrBlock, int> _depths = new();
    private readonly HashSet<IrBlock> _cold = new();

    public BlockTraits(ControlFlow flow, Dominators dominators)
    {
        FindLoops(flow, dominators);
        FindCold(flow);
    }

    public int LoopDepth(IrBlock block) => _depths.TryGetValue(block, out int depth) ? depth : 0;

    public static bool Converges(IrBlock block) => block.Instructions.Exists(i => i.Op == IrOp.Opaque && i.Operands[0] is IrParameter parameter && block.Parameters.Contains(parameter));

    public bool IsCold(IrBlock block) => _cold.Contains(block);

    // A natural loop: what reaches the tail of a back edge without its head.
    private void FindLoops(ControlFlow flow, Dominators dominators)
    {
        var pending = new Stack<IrBlock>();
        foreach (IrBlock head in flow.ReversePostorder)
        {
            foreach (IrEdge edge in flow.Predecessors(head))
            {
                if (dominators.Dominates(head, edge.From))
                    pending.Push(edge.From);
            }

            if (pending.Count == 0)
                continue;
            var body = new HashSet<IrBlock> { head };
            while (pending.Count != 0)
            {
                IrBlock block = pending.Pop();
                if (!body.Add(block))
                    continue;
                foreach (IrEdge edge in flow.Predecessors(block))
                    pending.Push(edge.From);
            }

            foreach (IrBlock block in body)
                _depths[block] = LoopDepth(block) + 1;
        }
    }

    private void FindCold(ControlFlow flow)
    {
        for (int i = flow.ReversePostorder.Count - 1; i >= 0; i--)
        {
            IrBlock block = flow.ReversePostorder[i];
            bool cold = block.Terminator.Op is IrOp.Fault or IrOp.Resume or IrOp.Unreachable;
            if (block.Successors.Count != 0)
            {
                cold = true;
                foreach (IrTarget target in block.Successors)
                    cold &= _cold.Contains(target.Block);
            }

            if (cold || block.IsOutOfLine)
                _cold.Add(block);
        }
    }
}
