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
    private readonly List<MachineBlock> _order = new();
    private readonly HashSet<MachineBlock> _placed = new();
    private readonly List<MachineBlock> _pending = new();
    private readonly List<MachineBlock> _cold = new();

    public static void Run(MachineFunction function)
    {
        var order = new BlockOrder();
        order.PlaceFrom(function.Blocks[0]);
        order.Drain();
        function.Blocks = order._order;
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
        while (block is not null && _placed.Add(block))
        {
            _order.Add(block);
            block = Next(block);
        }
    }

    private MachineBlock? Next(MachineBlock block)
    {
        MachineBlock? next = block.Otherwise is null || PrefersTaken(block) != IsTurned(block) ? block.Taken : block.Otherwise;
        MachineBlock? other = ReferenceEquals(next, block.Taken) ? block.Otherwise : block.Taken;
        if (other is not null && !_placed.Contains(other))
            (other.IsCold ? _cold : _pending).Add(other);
        if (next is not null && other is null && block.IsTurned && !_placed.Contains(next))
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
    private bool IsTurned(MachineBlock block) =>
        block.IsTurned && Conditions.CanInvert(block.Terminator.Condition) && !_placed.Contains(block.Taken!) && !_placed.Contains(block.Otherwise!);

    private bool PrefersTaken(MachineBlock block)
    {
        MachineBlock taken = block.Taken!;
        MachineBlock otherwise = block.Otherwise!;
        if (_placed.Contains(taken) || _placed.Contains(otherwise))
            return !_placed.Contains(taken);
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
