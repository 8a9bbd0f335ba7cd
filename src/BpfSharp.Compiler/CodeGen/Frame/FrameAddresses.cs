using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>Which slots each machine register may point into, at the start of each block; and slots whose address lies in memory, where nobody can follow it.</summary>
internal sealed class FrameAddresses
{
    private readonly Dictionary<FrameSlot, int> _numbers;
    private readonly RegisterUses _uses = new();
    private readonly RegisterSet _result;
    private readonly RegisterSet _given;

    // By block; null where no instruction makes an address: then no register ever holds one.
    private readonly RegisterSet[][]? _atStart;

    public FrameAddresses(MachineFunction function, Dictionary<FrameSlot, int> numbers)
    {
        _numbers = numbers;
        Escaped = new RegisterSet(numbers.Count);
        _result = new RegisterSet(numbers.Count);
        _given = new RegisterSet(numbers.Count);
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op is MachineOp.LoadFrameAddress or MachineOp.AddFrameOffset)))
            return;
        _atStart = new RegisterSet[function.BlockCount][];
        var isStale = new bool[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
        {
            _atStart[block.Number] = NewState();
            isStale[block.Number] = true;
        }

        RegisterSet[] state = NewState();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                if (!isStale[block.Number])
                    continue;
                isStale[block.Number] = false;
                changed |= Propagate(block, state, isStale);
            }
        }
    }

    public RegisterSet Escaped { get; }

    /// <summary>To be filled by <see cref="CopyStart"/>.</summary>
    public RegisterSet[] NewState()
    {
        var state = new RegisterSet[MachineRegisters.Allocatable];
        for (int i = 0; i < state.Length; i++)
            state[i] = new RegisterSet(_numbers.Count);
        return state;
    }

    /// <summary>A copy, to be moved on by <see cref="Step"/>.</summary>
    public RegisterSet[] AtStart(MachineBlock block)
    {
        RegisterSet[] state = NewState();
        CopyStart(block, state);
        return state;
    }

    /// <summary>Fills a state with that at the block's start.</summary>
    public void CopyStart(MachineBlock block, RegisterSet[] state)
    {
        if (_atStart is null)
            return;
        RegisterSet[] start = _atStart[block.Number];
        for (int i = 0; i < state.Length; i++)
            state[i].CopyFrom(start[i]);
    }

    /// <summary>Adds the slots that the instruction may access.</summary>
    public void AddTouched(MachineInstruction instruction, RegisterSet[] state, RegisterSet touched)
    {
        if (instruction.Slot is not null)
            touched.Add(_numbers[instruction.Slot]);
        if (_atStart is null)
            return;
        _uses.Set(instruction);
        for (int i = 0; i < _uses.ReadCount; i++)
            touched.UnionWith(state[_uses.Read(i)]);
    }

    public void Step(MachineInstruction instruction, RegisterSet[] state)
    {
        if (_atStart is null)
            return;
        if (instruction.Op == MachineOp.Store)
            Escaped.UnionWith(state[instruction.Source]);
        bool computes = instruction.Op is MachineOp.LoadFrameAddress or MachineOp.AddFrameOffset or MachineOp.Move or MachineOp.Alu or MachineOp.AluImmediate;
        if (computes)
            Compute(instruction, state);
        _uses.Set(instruction);
        if (instruction.MayReturnArgument)
        {
            _given.Clear();
            for (int i = 0; i < _uses.ReadCount; i++)
                _given.UnionWith(state[_uses.Read(i)]);
        }

        for (int i = 0; i < _uses.WriteCount; i++)
            state[_uses.Written(i)].Clear();
        if (instruction.MayReturnArgument)
            state[MachineRegisters.Result].UnionWith(_given);
        if (computes && instruction.Result >= 0)
            state[instruction.Result].UnionWith(_result);
    }

    private void Compute(MachineInstruction instruction, RegisterSet[] state)
    {
        _result.Clear();
        if (instruction.Op is MachineOp.LoadFrameAddress or MachineOp.AddFrameOffset)
            _result.Add(_numbers[instruction.Slot!]);
        else if (instruction.Op is MachineOp.Move or MachineOp.Alu)
            _result.UnionWith(state[instruction.Source]);
        if (instruction.Op is MachineOp.Alu or MachineOp.AluImmediate)
            _result.UnionWith(state[instruction.Destination]);
    }

    private bool Propagate(MachineBlock block, RegisterSet[] state, bool[] isStale)
    {
        CopyStart(block, state);
        foreach (MachineInstruction instruction in block.Instructions)
            Step(instruction, state);
        return Pass(state, block.Taken, isStale) | Pass(state, block.Otherwise, isStale);
    }

    private bool Pass(RegisterSet[] state, MachineBlock? successor, bool[] isStale)
    {
        if (successor is null)
            return false;
        bool changed = false;
        for (int i = 0; i < state.Length; i++)
            changed |= _atStart![successor.Number][i].UnionWith(state[i]);
        isStale[successor.Number] |= changed;
        return changed;
    }
}
