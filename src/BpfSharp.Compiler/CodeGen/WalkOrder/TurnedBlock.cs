using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>Another block follows: the other way of a branch, which the verifier walks first then; or not the target of a jump, which another block may fall into.</summary>
internal sealed class TurnedBlock : Rearrangement
{
    private readonly MachineFunction _function;
    private readonly MachineBlock _block;
    private readonly List<MachineBlock> _order;

    public TurnedBlock(MachineFunction function, MachineBlock block)
    {
        _function = function;
        _block = block;
        _order = function.Blocks;
        block.IsTurned = !block.IsTurned;
        function.Blocks = new List<MachineBlock>(_order);
        BlockOrder.Run(function);
        ColdExits.Run(function);
    }

    public override void Undo()
    {
        _block.IsTurned = !_block.IsTurned;
        _function.Blocks = _order;
    }
}
