using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>The shapes of a function's blocks, by their numbers.</summary>
internal sealed class BlockShapes
{
    // FNV-1a.
    private const ulong HashPrime = 0x100000001b3;

    private readonly MachineFunction _function;
    private readonly BlockShape?[] _shapes;
    private ulong _orderHash;
    private int _orderSlots;

    private BlockShapes(MachineFunction function)
    {
        _function = function;
        _shapes = new BlockShape?[function.BlockCount];
    }

    public int PointCount { get; private set; }

    /// <summary>Slots of the code in the present order.</summary>
    public int Slots { get; private set; }

    /// <summary>A number of the present order and of the jumps in it.</summary>
    public ulong Hash { get; private set; }

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
        BlockShape shape = BlockShape.TryMake(block, old.FirstPoint)!;
        shape.Rest = old.Rest;
        _shapes[block.Number] = shape;
        return true;
    }

    /// <summary>Puts the jumps to the next instruction into the code.</summary>
    public void Rest()
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            if (this[block.Number].Rest is not 0 and var index)
                block.Instructions.Insert(index, new MachineInstruction(MachineOp.Rest));
        }
    }

    /// <summary>Takes them out of it.</summary>
    public void Unrest()
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            if (this[block.Number].Rest is not 0 and var index)
                block.Instructions.RemoveAt(index);
        }
    }

    /// <summary>Blocks have got other places.</summary>
    public void Order()
    {
        List<MachineBlock> blocks = _function.Blocks;
        foreach (MachineBlock block in blocks)
            _shapes[block.Number]!.IsTarget = false;
        _orderSlots = 0;
        _orderHash = 0xcbf29ce484222325;
        for (int i = 0; i < blocks.Count; i++)
        {
            BlockShape shape = _shapes[blocks[i].Number]!;
            PlanJumps(shape, i + 1 < blocks.Count ? blocks[i + 1].Number : -1);
            _orderSlots += shape.Slots + shape.Jumps;
            _orderHash = (_orderHash ^ (uint)((blocks[i].Number << 1) | (shape.IsInverted ? 1 : 0))) * HashPrime;
        }

        CountRests();
    }

    /// <summary>Blocks are in the same places, and turned as they were.</summary>
    public void CountRests()
    {
        Slots = _orderSlots;
        Hash = _orderHash;
        foreach (BlockShape? shape in _shapes)
        {
            if (shape is not { Rest: not 0 })
                continue;
            Slots++;
            Hash = (Hash ^ (uint)((shape.Block.Number << 8) | shape.Rest)) * HashPrime;
        }
    }

    private static bool IsEmpty(MachineBlock block) => block.Instructions.Count == 0 && block.Terminator.Op == MachineOp.Jump;

    private void PlanJumps(BlockShape shape, int next)
    {
        if (shape.Taken < 0)
            return;
        int onward = shape.Taken;
        if (shape.Otherwise >= 0)
        {
            shape.IsInverted = shape.CanInvert && JumpPlan.WantsInverted(shape.Taken == next, shape.Otherwise == next, shape.Block.IsTurned);
            onward = shape.IsInverted ? shape.Taken : shape.Otherwise;
            _shapes[shape.IsInverted ? shape.Otherwise : shape.Taken]!.IsTarget = true;
        }

        shape.Falls = onward == next;
        if (!shape.Falls)
            _shapes[onward]!.IsTarget = true;
    }
}
