using System;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Orders blocks so that the likely path falls through from one to the next, and what is cold lies behind everything else.</summary>
/// <remarks>
/// A loop's head lies before its body: behind it, the last instruction would fall through into the head, and kernels such as 6.1 take only jumps for the way back
/// ("back-edge", check_cfg). Where the head only tests, the way back is that test (<see cref="LoopLatches"/>).
/// </remarks>
internal sealed class BlockOrder
{
    private readonly BlockLinks _links;
    private readonly WaitingBlocks _pending;
    private readonly WaitingBlocks _cold;
    private readonly int[] _order;
    private readonly bool[] _placed;
    private readonly bool[] _canInvert;

    // By block: the branch's target is to follow, where neither way has its place.
    private readonly bool[] _prefersTaken;
    private AskedTurns _turns;

    /// <summary>For several orders of the same blocks, of which others are turned each time.</summary>
    public BlockOrder(MachineFunction function, BlockLinks links)
    {
        _links = links;
        int count = function.BlockCount;
        (_pending, _cold) = (new WaitingBlocks(count), new WaitingBlocks(count));
        _order = new int[count];
        _placed = new bool[count];
        _canInvert = new bool[count];
        _prefersTaken = new bool[count];
        _turns = new AskedTurns(count);
        foreach (MachineBlock block in function.Blocks)
        {
            _canInvert[block.Number] = Conditions.CanInvert(block.Terminator.Condition);
            _prefersTaken[block.Number] = block.Otherwise is not null && PrefersTaken(block);
        }
    }

    /// <summary>Blocks that have their places.</summary>
    public int Count { get; private set; }

    public static void Run(MachineFunction function)
    {
        var links = new BlockLinks(function);
        var order = new BlockOrder(function, links);
        var turned = new BlockSet(function.BlockCount);
        foreach (MachineBlock block in function.Blocks)
            turned[block.Number] = block.IsTurned;
        order._turns.Reset(turned);
        int[] blocks = order.Place(order._turns);
        links.CopyTo(function.Blocks, blocks, order.Count);
    }

    /// <summary>Leaves the function as it is.</summary>
    /// <returns>The numbers of the blocks in their order, <see cref="Count"/> of them; the same array each time.</returns>
    public int[] Place(AskedTurns turns)
    {
        _turns = turns;
        Count = 0;
        Array.Clear(_placed, 0, _placed.Length);
        _pending.Clear();
        _cold.Clear();
        PlaceFrom(_links.Entry);
        Drain();
        return _order;
    }

    // What only a cold block leads to waits until that is placed, cold or not.
    private void Drain()
    {
        while (true)
        {
            if (!_pending.IsEmpty)
                PlaceFrom(_pending.TakeLast());
            else if (!_cold.IsEmpty)
                PlaceFrom(_cold.TakeFirst());
            else
                return;
        }
    }

    private void PlaceFrom(int block)
    {
        while (block != BlockLinks.None && !_placed[block])
        {
            _placed[block] = true;
            _order[Count++] = block;
            block = Next(block);
        }
    }

    private int Next(int block)
    {
        int taken = _links.Taken[block];
        int otherwise = _links.Otherwise[block];
        bool takesNext = otherwise == BlockLinks.None || TakesNext(block, taken, otherwise);
        int next = takesNext ? taken : otherwise;
        int other = takesNext ? otherwise : taken;
        if (other != BlockLinks.None && !_placed[other])
            WaitingFor(other).AddLast(other);
        if (next == BlockLinks.None || _placed[next])
            return BlockLinks.None;
        if (other == BlockLinks.None && _turns.Ask(block))
        {
            // Others that lead there may come first.
            WaitingFor(next).AddFirst(next);
            return BlockLinks.None;
        }

        if (_links.IsCold[next] && !_links.IsCold[block] && !_turns.Ask(block))
        {
            _cold.AddLast(next);
            return BlockLinks.None;
        }

        return next;
    }

    private WaitingBlocks WaitingFor(int block) => _links.IsCold[block] ? _cold : _pending;

    // There is a choice where neither has its place, and the jump has an opposite.
    private bool TakesNext(int block, int taken, int otherwise)
    {
        if (_placed[taken] || _placed[otherwise])
            return !_placed[taken];
        return _prefersTaken[block] != (_canInvert[block] && _turns.Ask(block));
    }

    private static bool PrefersTaken(MachineBlock block)
    {
        MachineBlock taken = block.Taken!;
        MachineBlock otherwise = block.Otherwise!;
        if (taken.IsCold != otherwise.IsCold)
            return !taken.IsCold;
        // This jump has no opposite: what it does not jump to must follow.
        if (block.Terminator.Condition == BpfCondition.AnyBitSet)
            return false;
        if (taken.LoopDepth != otherwise.LoopDepth)
            return taken.LoopDepth > otherwise.LoopDepth;
        if (ShortWays.Compare(taken, otherwise) is not 0 and var shorter)
            return shorter < 0;
        // A way out of the function is less likely than the way on.
        bool leaves = taken.Terminator.Op == MachineOp.Exit;
        return leaves == (otherwise.Terminator.Op == MachineOp.Exit) || !leaves;
    }
}
