using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>An edge of the control-flow graph: the block that it leaves, and its target with arguments.</summary>
public readonly record struct IrEdge(IrBlock From, IrTarget Target);

/// <summary>Order and predecessors of the blocks that the entry reaches. A snapshot: passes that change edges make a new one.</summary>
public sealed class ControlFlow
{
    private static readonly IReadOnlyList<IrEdge> s_noEdges = System.Array.Empty<IrEdge>();

    private readonly Dictionary<IrBlock, int> _order = new();
    private readonly Dictionary<IrBlock, List<IrEdge>> _predecessors = new();

    public ControlFlow(IrFunction function)
    {
        Function = function;
        ReversePostorder = Sort(function.Entry);
        for (int i = 0; i < ReversePostorder.Count; i++)
            _order.Add(ReversePostorder[i], i);
        foreach (IrBlock block in ReversePostorder)
        {
            foreach (IrTarget target in block.Successors)
            {
                if (!_predecessors.TryGetValue(target.Block, out List<IrEdge>? edges))
                    _predecessors.Add(target.Block, edges = new List<IrEdge>());
                edges.Add(new IrEdge(block, target));
            }
        }
    }

    public IrFunction Function { get; }

    public IReadOnlyList<IrBlock> ReversePostorder { get; }

    public bool IsReachable(IrBlock block) => _order.ContainsKey(block);

    /// <summary>Position in <see cref="ReversePostorder"/>.</summary>
    public int Order(IrBlock block) => _order[block];

    /// <summary>Edges into the block from reachable blocks; a block that branches here twice gives two.</summary>
    public IReadOnlyList<IrEdge> Predecessors(IrBlock block) => _predecessors.TryGetValue(block, out List<IrEdge>? edges) ? edges : s_noEdges;

    /// <summary>The block, and all that it leads to.</summary>
    public static HashSet<IrBlock> From(IrBlock first)
    {
        var reached = new HashSet<IrBlock> { first };
        var left = new Stack<IrBlock>(reached);
        while (left.Count != 0)
        {
            foreach (IrTarget target in left.Pop().Successors)
            {
                if (reached.Add(target.Block))
                    left.Push(target.Block);
            }
        }

        return reached;
    }

    // Iterative: inlined programs nest deeper than a compiler thread's stack should.
    private static List<IrBlock> Sort(IrBlock entry)
    {
        var postorder = new List<IrBlock>();
        var seen = new HashSet<IrBlock> { entry };
        var stack = new Stack<(IrBlock Block, int Next)>();
        stack.Push((entry, 0));
        while (stack.Count != 0)
        {
            (IrBlock block, int next) = stack.Pop();
            IReadOnlyList<IrTarget> successors = block.Successors;
            if (next == successors.Count)
            {
                postorder.Add(block);
                continue;
            }

            stack.Push((block, next + 1));
            // From the last to the first, so that the first successor comes first in the reverse.
            IrBlock successor = successors[successors.Count - 1 - next].Block;
            if (seen.Add(successor))
                stack.Push((successor, 0));
        }

        postorder.Reverse();
        return postorder;
    }
}
