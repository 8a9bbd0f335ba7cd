using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which machine registers hold what one store has put into a spill slot, on all ways to a place.</summary>
internal sealed class SpilledValue
{
    private readonly Dictionary<MachineBlock, int> _atStart = new();
    private readonly MachineInstruction _store;
    private readonly RegisterUses _uses = new();

    public SpilledValue(MachineFunction function, Dictionary<MachineBlock, List<MachineBlock>> predecessors, MachineInstruction store)
    {
        _store = store;
        var atEnd = new Dictionary<MachineBlock, int>();
        foreach (MachineBlock block in function.Blocks)
            atEnd.Add(block, ~0);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                int holding = ReferenceEquals(block, function.Blocks[0]) ? 0 : ~0;
                foreach (MachineBlock predecessor in predecessors[block])
                    holding &= atEnd[predecessor];
                _atStart[block] = holding;
                foreach (MachineInstruction instruction in block.Instructions)
                    holding = Step(instruction, holding);
                changed |= atEnd[block] != holding;
                atEnd[block] = holding;
            }
        }
    }

    /// <summary>Before the instruction.</summary>
    public bool Holds(MachineBlock block, MachineInstruction instruction, int register)
    {
        int holding = _atStart[block];
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
