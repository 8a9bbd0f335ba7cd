using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Dominator tree and dominance frontiers, after Cooper, Harvey and Kennedy.</summary>
public sealed class Dominators
{
    private readonly ControlFlow _flow;
    private readonly int[] _parents;
    private readonly int[] _enter;
    private readonly int[] _leave;

    // Of each block the first block right below it in the tree, and the next beside it; -1 where there is none.
    private readonly int[] _child;
    private readonly int[] _sibling;

    public Dominators(ControlFlow flow)
    {
        _flow = flow;
        _parents = ComputeParents(flow);
        _child = new int[_parents.Length];
        _sibling = new int[_parents.Length];
        for (int i = 0; i < _parents.Length; i++)
            _child[i] = _sibling[i] = -1;
        for (int i = _parents.Length - 1; i > 0; i--)
        {
            _sibling[i] = _child[_parents[i]];
            _child[_parents[i]] = i;
        }

        _enter = new int[_parents.Length];
        _leave = new int[_parents.Length];
        Number();
    }

    public ControlFlow Flow => _flow;

    /// <summary>The blocks in an order in which each stands after its dominators.</summary>
    public IReadOnlyList<IrBlock> Preorder { get; private set; } = System.Array.Empty<IrBlock>();

    /// <summary>The closest other block that every path to this one runs through; null for the entry.</summary>
    public IrBlock? Parent(IrBlock block)
    {
        int order = _flow.Order(block);
        return order == 0 ? null : _flow.ReversePostorder[_parents[order]];
    }

    /// <summary>True if every path from the entry to <paramref name="block"/> runs through <paramref name="dominator"/>; a block dominates itself.</summary>
    public bool Dominates(IrBlock dominator, IrBlock block)
    {
        int d = _flow.Order(dominator);
        int b = _flow.Order(block);
        return _enter[d] <= _enter[b] && _leave[b] <= _leave[d];
    }

    /// <summary>For each block, by its order, those where its dominance ends; null where there are none.</summary>
    public List<IrBlock>?[] Frontiers()
    {
        var frontiers = new List<IrBlock>?[_parents.Length];
        for (int i = 0; i < _parents.Length; i++)
        {
            IrBlock block = _flow.ReversePostorder[i];
            IrEdges predecessors = _flow.Predecessors(block);
            if (predecessors.Count < 2)
                continue;
            int stop = _parents[i];
            foreach (IrEdge edge in predecessors)
            {
                for (int runner = _flow.Order(edge.From); runner != stop; runner = _parents[runner])
                {
                    List<IrBlock> list = frontiers[runner] ??= new List<IrBlock>();
                    if (!list.Contains(block))
                        list.Add(block);
                    if (runner == 0)
                        break;
                }
            }
        }

        return frontiers;
    }

    private static int[] ComputeParents(ControlFlow flow)
    {
        var parents = new int[flow.ReversePostorder.Count];
        for (int i = 1; i < parents.Length; i++)
            parents[i] = -1;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 1; i < parents.Length; i++)
            {
                int parent = -1;
                foreach (IrEdge edge in flow.Predecessors(flow.ReversePostorder[i]))
                {
                    int from = flow.Order(edge.From);
                    if (from == 0 || parents[from] >= 0)
                        parent = parent < 0 ? from : Intersect(parents, from, parent);
                }

                changed |= parents[i] != parent;
                parents[i] = parent;
            }
        }

        return parents;
    }

    private static int Intersect(int[] parents, int a, int b)
    {
        while (a != b)
        {
            while (a > b)
                a = parents[a];
            while (b > a)
                b = parents[b];
        }

        return a;
    }

    private void Number()
    {
        var preorder = new List<IrBlock>(_parents.Length);
        int clock = 0;
        int node = 0;
        while (true)
        {
            _enter[node] = clock++;
            preorder.Add(_flow.ReversePostorder[node]);
            if (_child[node] >= 0)
            {
                node = _child[node];
                continue;
            }

            while (node != 0 && _sibling[node] < 0)
            {
                _leave[node] = clock++;
                node = _parents[node];
            }

            _leave[node] = clock++;
            if (node == 0)
                break;
            node = _sibling[node];
        }

        Preorder = preorder;
    }
}
