using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>The loops of a function.</summary>
public sealed class LoopForest
{
    private readonly Dictionary<IrBlock, Loop> _byHead = new();
    private readonly Dictionary<IrBlock, Loop> _innermost = new();

    public LoopForest(ControlFlow flow, Dominators dominators)
    {
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrTarget target in block.Successors)
            {
                if (flow.Order(target.Block) > flow.Order(block))
                    continue;
                if (dominators.Dominates(target.Block, block))
                    Loop(target.Block).BackEdges.Add(new IrEdge(block, target));
                else
                    Irreducible.Add(new IrEdge(block, target));
            }
        }

        // Smaller loops lie inside larger ones with an earlier head; filling from the latest head on meets the innermost first.
        for (int i = flow.ReversePostorder.Count - 1; i >= 0; i--)
        {
            if (_byHead.TryGetValue(flow.ReversePostorder[i], out Loop? loop))
            {
                Fill(loop, flow);
                Loops.Add(loop);
            }
        }
    }

    /// <summary>Inner loops before those around them.</summary>
    public List<Loop> Loops { get; } = new();

    /// <summary>Edges that jump into the middle of a loop.</summary>
    public List<IrEdge> Irreducible { get; } = new();

    /// <summary>The innermost loop around the block, or null.</summary>
    public Loop? Innermost(IrBlock block) => _innermost.TryGetValue(block, out Loop? loop) ? loop : null;

    private Loop Loop(IrBlock head)
    {
        if (!_byHead.TryGetValue(head, out Loop? loop))
            _byHead.Add(head, loop = new Loop(head));
        return loop;
    }

    private void Fill(Loop loop, ControlFlow flow)
    {
        var inside = new HashSet<IrBlock> { loop.Head };
        var work = new Stack<IrBlock>();
        foreach (IrEdge edge in loop.BackEdges)
        {
            if (inside.Add(edge.From))
                work.Push(edge.From);
        }

        while (work.Count != 0)
        {
            foreach (IrEdge edge in flow.Predecessors(work.Pop()))
            {
                if (inside.Add(edge.From))
                    work.Push(edge.From);
            }
        }

        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (!inside.Contains(block))
                continue;
            loop.Blocks.Add(block);
            if (!_innermost.TryGetValue(block, out Loop? inner))
            {
                _innermost.Add(block, loop);
                continue;
            }

            while (inner.Parent is not null && inner != loop)
                inner = inner.Parent;
            if (inner != loop)
                inner.Parent = loop;
        }
    }
}
