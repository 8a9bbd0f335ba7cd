using System;
using System.Collections.Generic;
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
    private readonly MachineFunction _function;
    private readonly List<MachineBlock> _order = new();
    private readonly List<MachineBlock> _pending = new();
    private readonly List<MachineBlock> _cold = new();
    private readonly bool[] _placed;

    // By block: the branch's target is to follow, where neither way has its place.
    private readonly bool[] _prefersTaken;

    /// <summary>For several orders of the same blocks, of which others are turned each time.</summary>
    public BlockOrder(MachineFunction function)
    {
        _function = function;
        _placed = new bool[function.BlockCount];
        _prefersTaken = new bool[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
            _prefersTaken[block.Number] = block.Otherwise is not null && PrefersTaken(block);
    }

    public static void Run(MachineFunction function) => new BlockOrder(function).Run();

    public void Run()
    {
        _order.Clear();
        Array.Clear(_placed, 0, _placed.Length);
        PlaceFrom(_function.Blocks[0]);
        Drain();
        _function.Blocks.Clear();
        _function.Blocks.AddRange(_order);
    }

    // What only a cold block leads to waits until that is placed, cold or not.
    private void Drain()
    {
        while (_pending.Count + _cold.Count != 0)
        {
            List<MachineBlock> waiting = _pending.Count != 0 ? _pending : _cold;
            int index = _pending.Count != 0 ? waiting.Count - 1 : 0;
            MachineBlock block = waiting[index];
            waiting.RemoveAt(index);
            PlaceFrom(block);
        }
    }

    private void PlaceFrom(MachineBlock? block)
    {
        while (block is not null && !_placed[block.Number])
        {
            _placed[block.Number] = true;
            _order.Add(block);
            block = Next(block);
        }
    }

    private MachineBlock? Next(MachineBlock block)
    {
        MachineBlock? next = block.Otherwise is null || TakesNext(block) ? block.Taken : block.Otherwise;
        MachineBlock? other = ReferenceEquals(next, block.Taken) ? block.Otherwise : block.Taken;
        if (other is not null && !_placed[other.Number])
            (other.IsCold ? _cold : _pending).Add(other);
        if (next is not null && other is null && block.IsTurned && !_placed[next.Number])
        {
            // Others that lead there may come first.
            (next.IsCold ? _cold : _pending).Insert(0, next);
            return null;
        }

        if (next is { IsCold: true } && !block.IsCold && !block.IsTurned)
        {
            _cold.Add(next);
            return null;
        }

        return next;
    }

    // There is a choice where neither has its place, and the jump has an opposite.
    private bool TakesNext(MachineBlock block)
    {
        bool isTakenPlaced = _placed[block.Taken!.Number];
        if (isTakenPlaced || _placed[block.Otherwise!.Number])
            return !isTakenPlaced;
        return _prefersTaken[block.Number] != (block.IsTurned && Conditions.CanInvert(block.Terminator.Condition));
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
