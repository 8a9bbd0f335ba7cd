using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>An edge of the control-flow graph: the block that it leaves, and its target with arguments.</summary>
public readonly record struct IrEdge(IrBlock From, IrTarget Target);

/// <summary>Order and predecessors of the blocks that the entry reaches. A snapshot: passes that change edges make a new one.</summary>
public sealed class ControlFlow
{
    private readonly IrEdge[] _edges;
    private readonly int[] _firstEdge;

    // Only where a later snapshot has placed the blocks anew.
    private Dictionary<IrBlock, int>? _order;

    public ControlFlow(IrFunction function)
    {
        Function = function;
        List<IrBlock> order = Sort(function.Entry, this);
        ReversePostorder = order;
        _firstEdge = new int[order.Count + 1];
        for (int i = 0; i < order.Count; i++)
            order[i].Place = i;
        foreach (IrBlock block in order)
        {
            foreach (IrTarget target in block.Successors)
                _firstEdge[target.Block.Place + 1]++;
        }

        for (int i = 0; i < order.Count; i++)
            _firstEdge[i + 1] += _firstEdge[i];
        _edges = new IrEdge[_firstEdge[order.Count]];
        var next = new int[order.Count];
        foreach (IrBlock block in order)
        {
            foreach (IrTarget target in block.Successors)
            {
                int place = target.Block.Place;
                HasLoops |= place <= block.Place;
                _edges[_firstEdge[place] + next[place]++] = new IrEdge(block, target);
            }
        }
    }

    public IrFunction Function { get; }

    /// <summary>Some edge leads back: without one, all that comes before a block is known when it is its turn.</summary>
    public bool HasLoops { get; }

    public List<IrBlock> ReversePostorder { get; }

    public bool IsReachable(IrBlock block) => ReferenceEquals(block.PlacedBy, this) || Places().ContainsKey(block);

    /// <summary>Position in <see cref="ReversePostorder"/>.</summary>
    public int Order(IrBlock block) => ReferenceEquals(block.PlacedBy, this) ? block.Place : Places()[block];

    /// <summary>Edges into the block from reachable blocks; a block that branches here twice gives two.</summary>
    public IrEdges Predecessors(IrBlock block)
    {
        if (!ReferenceEquals(block.PlacedBy, this) && !Places().ContainsKey(block))
            return new IrEdges(_edges, 0, 0);
        int place = Order(block);
        return new IrEdges(_edges, _firstEdge[place], _firstEdge[place + 1] - _firstEdge[place]);
    }

    /// <summary>Marks the blocks that the entry leads to: they are placed by the object that is returned.</summary>
    internal static object MarkReached(IrFunction function)
    {
        var mark = new object();
        var left = new Stack<IrBlock>();
        function.Entry.PlacedBy = mark;
        left.Push(function.Entry);
        while (left.Count != 0)
        {
            foreach (IrTarget target in left.Pop().Successors)
            {
                if (ReferenceEquals(target.Block.PlacedBy, mark))
                    continue;
                target.Block.PlacedBy = mark;
                left.Push(target.Block);
            }
        }

        return mark;
    }

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

    private Dictionary<IrBlock, int> Places()
    {
        if (_order is not null)
            return _order;
        _order = new Dictionary<IrBlock, int>(ReversePostorder.Count);
        for (int i = 0; i < ReversePostorder.Count; i++)
            _order.Add(ReversePostorder[i], i);
        return _order;
    }

    // Iterative: inlined programs nest deeper than a compiler thread's stack should.
    private static List<IrBlock> Sort(IrBlock entry, object owner)
    {
        var postorder = new List<IrBlock>();
        entry.PlacedBy = owner;
        var stack = new Stack<(IrBlock Block, int Next)>();
        stack.Push((entry, 0));
        while (stack.Count != 0)
        {
            (IrBlock block, int next) = stack.Pop();
            List<IrTarget> successors = block.Successors;
            if (next == successors.Count)
            {
                postorder.Add(block);
                continue;
            }

            stack.Push((block, next + 1));
            // From the last to the first, so that the first successor comes first in the reverse.
            IrBlock successor = successors[successors.Count - 1 - next].Block;
            if (ReferenceEquals(successor.PlacedBy, owner))
                continue;
            successor.PlacedBy = owner;
            stack.Push((successor, 0));
        }

        postorder.Reverse();
        return postorder;
    }
}
