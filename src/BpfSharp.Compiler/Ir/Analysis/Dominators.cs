using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Dominator tree and dominance frontiers, after Cooper, Harvey and Kennedy.</summary>
public sealed class Dominators
{
    private readonly ControlFlow _flow;
    private readonly int[] _parents;
    private readonly int[] _enter;
    private readonly int[] _leave;
    private readonly List<int>[] _children;

    public Dominators(ControlFlow flow)
    {
        _flow = flow;
        _parents = ComputeParents(flow);
        _children = new List<int>[_parents.Length];
        for (int i = 0; i < _children.Length; i++)
            _children[i] = new List<int>();
        for (int i = 1; i < _parents.Length; i++)
            _children[_parents[i]].Add(i);
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

    public IEnumerable<IrBlock> Children(IrBlock block)
    {
        foreach (int child in _children[_flow.Order(block)])
            yield return _flow.ReversePostorder[child];
    }

    /// <summary>True if every path from the entry to <paramref name="block"/> runs through <paramref name="dominator"/>; a block dominates itself.</summary>
    public bool Dominates(IrBlock dominator, IrBlock block)
    {
        int d = _flow.Order(dominator);
        int b = _flow.Order(block);
        return _enter[d] <= _enter[b] && _leave[b] <= _leave[d];
    }

    /// <summary>For each block, those where its dominance ends.</summary>
    public Dictionary<IrBlock, List<IrBlock>> Frontiers()
    {
        var frontiers = new Dictionary<IrBlock, List<IrBlock>>();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            IReadOnlyList<IrEdge> predecessors = _flow.Predecessors(block);
            if (predecessors.Count < 2)
                continue;
            int stop = _parents[_flow.Order(block)];
            foreach (IrEdge edge in predecessors)
            {
                for (int runner = _flow.Order(edge.From); runner != stop; runner = _parents[runner])
                {
                    IrBlock at = _flow.ReversePostorder[runner];
                    if (!frontiers.TryGetValue(at, out List<IrBlock>? list))
                        frontiers.Add(at, list = new List<IrBlock>());
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
        var preorder = new List<IrBlock>();
        var stack = new Stack<(int Node, int Next)>();
        int clock = 0;
        stack.Push((0, 0));
        while (stack.Count != 0)
        {
            (int node, int next) = stack.Pop();
            if (next == 0)
            {
                _enter[node] = clock++;
                preorder.Add(_flow.ReversePostorder[node]);
            }

            if (next == _children[node].Count)
            {
                _leave[node] = clock++;
                continue;
            }

            stack.Push((node, next + 1));
            stack.Push((_children[node][next], 0));
        }

        Preorder = preorder;
    }
}
