using System;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>
/// Orders that were planned, by what they asked: whether this block is turned, then, after the answer, whether that one is. Most arrangements are what one before them was but for blocks that nobody asks for.
/// </summary>
internal sealed class PlanTree
{
    private const int None = -1;

    private Node[] _nodes = new Node[256];
    private int _count;

    public PlanTree() => Add();

    public BlockPlan? Find(BlockSet turned)
    {
        int at = 0;
        while (_nodes[at].Block != None)
        {
            ref Node node = ref _nodes[at];
            at = turned[node.Block] ? node.Turned : node.Straight;
            if (at == None)
                return null;
        }

        return _nodes[at].Plan;
    }

    /// <param name="turns">What was asked for it.</param>
    public void Add(BlockPlan plan, AskedTurns turns)
    {
        int at = 0;
        for (int i = 0; i < turns.Count; i++)
        {
            int block = turns[i];
            _nodes[at].Block = block;
            bool isTurned = turns.Ask(block);
            int next = isTurned ? _nodes[at].Turned : _nodes[at].Straight;
            if (next == None)
            {
                next = Add();
                if (isTurned)
                    _nodes[at].Turned = next;
                else
                    _nodes[at].Straight = next;
            }

            at = next;
        }

        _nodes[at].Plan = plan;
    }

    private int Add()
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, _count * 2);
        _nodes[_count] = new Node { Block = None, Straight = None, Turned = None };
        return _count++;
    }

    private struct Node
    {
        // That is asked for; none: the plan is found, or not made yet.
        public int Block;
        public int Straight;
        public int Turned;
        public BlockPlan? Plan;
    }
}
