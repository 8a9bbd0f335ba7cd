using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>The shapes of a function's blocks, by their numbers.</summary>
internal sealed class BlockShapes
{
    private readonly MachineFunction _function;
    private readonly BlockShape?[] _shapes;

    // There is one as soon as all shapes are made.
    private BlockPlan? _plan;

    private BlockShapes(MachineFunction function)
    {
        _function = function;
        _shapes = new BlockShape?[function.BlockCount];
        Rests = new int[function.BlockCount];
    }

    /// <summary>One more than the highest block number.</summary>
    public int BlockCount => _shapes.Length;

    public int PointCount { get; private set; }

    /// <summary>Slots of the code in the present order.</summary>
    public int Slots { get; private set; }

    /// <summary>A number of the present order and of the jumps in it.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The present order.</summary>
    public BlockPlan Plan => _plan!;

    /// <summary>By block: index of the instruction that a jump to the next one stands before; 0: there is none.</summary>
    public int[] Rests { get; }

    public IReadOnlyList<MachineBlock> Blocks => _function.Blocks;

    public int Entry => _function.Blocks[0].Number;

    public bool HasLoops => _function.Blocks.Exists(static b => b.LoopDepth != 0);

    public BlockShape this[int block] => _shapes[block]!;

    /// <summary>Null where a block jumps inside, or blocks are empty.</summary>
    public static BlockShapes? TryMake(MachineFunction function)
    {
        var result = new BlockShapes(function);
        foreach (MachineBlock block in function.Blocks)
        {
            if (IsEmpty(block) || (block.Taken is not null && ReferenceEquals(block.Taken, block.Otherwise)))
                return null;
            if (BlockShape.TryMake(block, result.PointCount) is not { } shape)
                return null;
            result._shapes[block.Number] = shape;
            result.PointCount = shape.NextPoint;
        }

        result.Order();
        return result;
    }

    /// <summary>A block has got other instructions, but no other calls. False where it may not have them.</summary>
    public bool TryReshape(MachineBlock block)
    {
        if (IsEmpty(block))
            return false;
        BlockShape old = this[block.Number];
        _shapes[block.Number] = BlockShape.TryMake(block, old.FirstPoint)!;
        return true;
    }

    /// <summary>Puts the jumps to the next instruction into the code.</summary>
    public void Rest()
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            if (Rests[block.Number] is not 0 and var index)
                block.Instructions.Insert(index, new MachineInstruction(MachineOp.Rest));
        }
    }

    /// <summary>Takes them out of it.</summary>
    public void Unrest()
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            if (Rests[block.Number] is not 0 and var index)
                block.Instructions.RemoveAt(index);
        }
    }

    /// <summary>Blocks of the function have got other places.</summary>
    public void Order()
    {
        List<MachineBlock> blocks = _function.Blocks;
        var turned = new BlockSet(_function.BlockCount);
        var order = new int[blocks.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = blocks[i].Number;
            turned[order[i]] = blocks[i].IsTurned;
        }

        var turns = new AskedTurns(_function.BlockCount);
        turns.Reset(turned);
        Use(new BlockPlan(order, order.Length, this, turns));
    }

    /// <summary>That is the present order.</summary>
    public void Use(BlockPlan plan)
    {
        (_plan, Slots, Hash) = (plan, plan.Slots, plan.Hash);
        for (int block = 0; block < Rests.Length; block++)
        {
            if (Rests[block] == 0)
                continue;
            Slots++;
            Hash = (Hash ^ (uint)((block << 8) | Rests[block])) * BlockPlan.HashPrime;
        }
    }

    private static bool IsEmpty(MachineBlock block) => block.Instructions.Count == 0 && block.Terminator.Op == MachineOp.Jump;
}
