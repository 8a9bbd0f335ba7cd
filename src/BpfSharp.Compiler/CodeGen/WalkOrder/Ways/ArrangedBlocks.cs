using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>The blocks of a function, in one arrangement after the other.</summary>
internal sealed class ArrangedBlocks
{
    private readonly MachineFunction _function;
    private readonly BlockShapes _shapes;
    private readonly BlockOrder _order;
    private readonly List<MachineBlock> _blocks;

    // Blocks may lie where no arrangement has put them.
    private bool _isOrdered;

    public ArrangedBlocks(MachineFunction function, BlockShapes shapes)
    {
        (_function, _shapes) = (function, shapes);
        _order = new BlockOrder(function);
        _blocks = new List<MachineBlock>(function.Blocks);
    }

    /// <summary>Puts blocks in their places, and jumps to the next instruction.</summary>
    public void Apply(Arrangement arrangement)
    {
        bool isOrdered = _isOrdered;
        foreach (MachineBlock block in _blocks)
        {
            isOrdered &= block.IsTurned == arrangement.Turned[block.Number];
            (block.IsTurned, _shapes[block.Number].Rest) = (arrangement.Turned[block.Number], arrangement.Rests[block.Number]);
        }

        if (isOrdered)
        {
            _shapes.CountRests();
            return;
        }

        _isOrdered = true;
        _order.Run();
        ColdExits.Run(_function);
        _shapes.Order();
    }
}
