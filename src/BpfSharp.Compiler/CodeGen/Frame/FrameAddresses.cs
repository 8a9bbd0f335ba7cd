using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>Which slots each machine register may point into, at the start of each block; and slots whose address lies in memory, where nobody can follow it.</summary>
internal sealed class FrameAddresses
{
    private readonly Dictionary<MachineBlock, RegisterSet[]> _atStart = new();
    private readonly Dictionary<FrameSlot, int> _numbers;
    private readonly RegisterUses _uses = new();

    public FrameAddresses(MachineFunction function, Dictionary<FrameSlot, int> numbers)
    {
        _numbers = numbers;
        Escaped = new RegisterSet(numbers.Count);
        foreach (MachineBlock block in function.Blocks)
            _atStart.Add(block, NewState());
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
                changed |= Propagate(block);
        }
    }

    public RegisterSet Escaped { get; }

    /// <summary>A copy, to be moved on by <see cref="Step"/>.</summary>
    public RegisterSet[] AtStart(MachineBlock block)
    {
        RegisterSet[] state = NewState();
        for (int i = 0; i < state.Length; i++)
            state[i].CopyFrom(_atStart[block][i]);
        return state;
    }

    /// <summary>Adds the slots that the instruction may access.</summary>
    public void AddTouched(MachineInstruction instruction, RegisterSet[] state, RegisterSet touched)
    {
        if (instruction.Slot is not null)
            touched.Add(_numbers[instruction.Slot]);
        _uses.Set(instruction);
        for (int i = 0; i < _uses.ReadCount; i++)
            touched.UnionWith(state[_uses.Read(i)]);
    }

    public void Step(MachineInstruction instruction, RegisterSet[] state)
    {
        if (instruction.Op == MachineOp.Store)
            Escaped.UnionWith(state[instruction.Source]);
        var result = new RegisterSet(_numbers.Count);
        if (instruction.Op == MachineOp.LoadFrameAddress)
            result.Add(_numbers[instruction.Slot!]);
        else if (instruction.Op is MachineOp.Move or MachineOp.Alu)
            result.UnionWith(state[instruction.Source]);
        if (instruction.Op is MachineOp.Alu or MachineOp.AluImmediate)
            result.UnionWith(state[instruction.Destination]);
        _uses.Set(instruction);
        var given = new RegisterSet(_numbers.Count);
        for (int i = 0; instruction.MayReturnArgument && i < _uses.ReadCount; i++)
            given.UnionWith(state[_uses.Read(i)]);
        for (int i = 0; i < _uses.WriteCount; i++)
            state[_uses.Written(i)].Clear();
        state[MachineRegisters.Result].UnionWith(given);
        if (instruction.Result >= 0)
            state[instruction.Result].UnionWith(result);
    }

    private bool Propagate(MachineBlock block)
    {
        RegisterSet[] state = AtStart(block);
        foreach (MachineInstruction instruction in block.Instructions)
            Step(instruction, state);
        bool changed = false;
        foreach (MachineBlock successor in block.Successors)
        {
            for (int i = 0; i < state.Length; i++)
                changed |= _atStart[successor][i].UnionWith(state[i]);
        }

        return changed;
    }

    private RegisterSet[] NewState()
    {
        var state = new RegisterSet[MachineRegisters.Allocatable];
        for (int i = 0; i < state.Length; i++)
            state[i] = new RegisterSet(_numbers.Count);
        return state;
    }
}
