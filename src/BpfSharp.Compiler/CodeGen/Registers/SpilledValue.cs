using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which machine registers hold what one store has put into a spill slot, on all ways to a place.</summary>
internal sealed class SpilledValue
{
    private readonly int[] _atStart;
    private readonly MachineInstruction _store;
    private readonly RegisterUses _uses = new();

    public SpilledValue(MachineFunction function, Dictionary<MachineBlock, List<MachineBlock>> predecessors, MachineInstruction store)
    {
        _store = store;
        _atStart = new int[function.BlockCount];
        var atEnd = new int[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
            atEnd[block.Number] = ~0;
        bool isFirst = true;
        for (bool changed = true; changed; isFirst = false)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                int holding = ReferenceEquals(block, function.Blocks[0]) ? 0 : ~0;
                foreach (MachineBlock predecessor in predecessors[block])
                    holding &= atEnd[predecessor.Number];
                if (!isFirst && holding == _atStart[block.Number])
                    continue;
                _atStart[block.Number] = holding;
                foreach (MachineInstruction instruction in block.Instructions)
                    holding = Step(instruction, holding);
                changed |= atEnd[block.Number] != holding;
                atEnd[block.Number] = holding;
            }
        }
    }

    /// <summary>Before the instruction.</summary>
    public bool Holds(MachineBlock block, MachineInstruction instruction, int register)
    {
        int holding = _atStart[block.Number];
        foreach (MachineInstruction before in block.Instructions)
        {
            if (ReferenceEquals(before, instruction))
                break;
            holding = Step(before, holding);
        }

        return (holding & (1 << register)) != 0;
    }

    private int Step(MachineInstruction instruction, int holding)
    {
        if (ReferenceEquals(instruction, _store))
            return 1 << instruction.Source;
        bool isCopy = instruction.Op == MachineOp.Load
            ? ReferenceEquals(instruction.Slot, _store.Slot)
            : instruction.IsMove && (holding & (1 << instruction.Source)) != 0;
        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
            holding &= ~(1 << _uses.Written(i));
        return isCopy ? holding | (1 << instruction.Destination) : holding;
    }
}
