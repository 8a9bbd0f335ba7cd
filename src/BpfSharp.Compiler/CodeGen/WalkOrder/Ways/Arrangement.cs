using System;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Which blocks are turned, and where jumps to the next instruction stand: by block number.</summary>
internal sealed class Arrangement
{
    private readonly MachineFunction _function;
    private readonly BlockShapes _shapes;

    private readonly BlockOrder _order;

    /// <summary>That of the function as it is.</summary>
    /// <param name="order">Orders its blocks.</param>
    public Arrangement(MachineFunction function, BlockShapes shapes, BlockOrder order)
    {
        (_function, _shapes, _order) = (function, shapes, order);
        Turned = new bool[function.BlockCount];
        Rests = new int[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
            (Turned[block.Number], Rests[block.Number]) = (block.IsTurned, shapes[block.Number].Rest);
    }

    public bool[] Turned { get; }

    public int[] Rests { get; }

    public void CopyTo(Arrangement other)
    {
        Turned.CopyTo(other.Turned, 0);
        Rests.CopyTo(other.Rests, 0);
    }

    /// <summary>Puts blocks in their places.</summary>
    public void Apply()
    {
        foreach (MachineBlock block in _function.Blocks)
            (block.IsTurned, _shapes[block.Number].Rest) = (Turned[block.Number], Rests[block.Number]);
        _order.Run();
        ColdExits.Run(_function);
        _shapes.Order();
    }
}
