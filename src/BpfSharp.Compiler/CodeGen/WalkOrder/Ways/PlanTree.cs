using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>
/// Orders that were planned, by what they asked: whether this block is turned, then, after the answer, whether that one is. Most arrangements are what one before them was but for blocks that nobody asks for.
/// </summary>
internal sealed class PlanTree
{
    private const int None = -1;

    private readonly List<BlockPlan> _plans = new();

    // By node: the block that is asked for; where nothing more is, the complement of the plan's number.
    private int[] _blocks = new int[256];

    // By node, two each: where it goes on if the block is not turned, and if it is.
    private int[] _next = new int[512];
    private int _count;

    public BlockPlan? Find(BlockSet turned)
    {
        if (_count == 0)
            return null;
        int[] blocks = _blocks;
        int[] next = _next;
        int at = 0;
        while (blocks[at] >= 0)
        {
            at = next[(at * 2) + turned.Bit(blocks[at])];
            if (at == None)
                return null;
        }

        return _plans[~blocks[at]];
    }

    /// <param name="turns">What was asked for it.</param>
    public void Add(BlockPlan plan, AskedTurns turns)
    {
        if (_count == 0)
            AddNode();
        int at = 0;
        for (int i = 0; i < turns.Count; i++)
        {
            _blocks[at] = turns[i];
            int side = (at * 2) + (turns.Ask(turns[i]) ? 1 : 0);
            at = _next[side];
            if (at == None)
                _next[side] = at = AddNode();
        }

        _blocks[at] = ~_plans.Count;
        _plans.Add(plan);
    }

    private int AddNode()
    {
        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, _count * 2);
            Array.Resize(ref _next, _count * 4);
        }

        (_next[_count * 2], _next[(_count * 2) + 1]) = (None, None);
        return _count++;
    }
}
