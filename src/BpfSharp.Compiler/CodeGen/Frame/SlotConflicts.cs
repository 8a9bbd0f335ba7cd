using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>
/// Which slots are in use at the same time. A spill slot is from its store to its last load; other memory from anything that may access it to anything else that may,
/// along any path.
/// </summary>
internal sealed class SlotConflicts
{
    private readonly Dictionary<FrameSlot, int> _numbers = new();
    private readonly RegisterSet[] _conflicts;
    private readonly FrameAddresses _addresses;
    private readonly Dictionary<MachineBlock, RegisterSet> _touchedBefore = new();
    private readonly Dictionary<MachineBlock, RegisterSet> _touchedAfter = new();

    public SlotConflicts(MachineFunction function, IReadOnlyList<FrameSlot> slots)
    {
        foreach (FrameSlot slot in slots)
            _numbers.Add(slot, _numbers.Count);
        _conflicts = new RegisterSet[slots.Count];
        for (int i = 0; i < slots.Count; i++)
            _conflicts[i] = NewSet();
        _addresses = new FrameAddresses(function, _numbers);
        Solve(function);
        foreach (MachineBlock block in function.Blocks)
            AddConflicts(block);
        for (int slot = _addresses.Escaped.Next(0); slot >= 0; slot = _addresses.Escaped.Next(slot + 1))
        {
            for (int other = 0; other < slots.Count; other++)
                Add(slot, other);
        }
    }

    public bool Conflict(FrameSlot a, FrameSlot b) => _conflicts[_numbers[a]].Contains(_numbers[b]);

    private void Solve(MachineFunction function)
    {
        foreach (MachineBlock block in function.Blocks)
        {
            _touchedBefore.Add(block, NewSet());
            _touchedAfter.Add(block, NewSet());
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                RegisterSet reached = NewSet();
                reached.CopyFrom(_touchedBefore[block]);
                List<RegisterSet> touched = Touched(block);
                touched.ForEach(set => reached.UnionWith(set));
                RegisterSet wanted = Before(block, touched, 0);
                foreach (MachineBlock successor in block.Successors)
                    changed |= _touchedBefore[successor].UnionWith(reached);
                foreach (MachineBlock other in function.Blocks)
                {
                    if (ReferenceEquals(other.Taken, block) || ReferenceEquals(other.Otherwise, block))
                        changed |= _touchedAfter[other].UnionWith(wanted);
                }
            }
        }
    }

    // For each instruction, and the terminator.
    private List<RegisterSet> Touched(MachineBlock block)
    {
        RegisterSet[] state = _addresses.AtStart(block);
        var touched = new List<RegisterSet>(block.Instructions.Count + 1);
        for (int i = 0; i <= block.Instructions.Count; i++)
        {
            MachineInstruction instruction = i < block.Instructions.Count ? block.Instructions[i] : block.Terminator;
            RegisterSet set = NewSet();
            _addresses.AddTouched(instruction, state, set);
            touched.Add(set);
            _addresses.Step(instruction, state);
        }

        return touched;
    }

    // What is still wanted before an instruction: a spill that is stored there is not.
    private RegisterSet Before(MachineBlock block, List<RegisterSet> touched, int position)
    {
        RegisterSet wanted = NewSet();
        wanted.CopyFrom(_touchedAfter[block]);
        for (int i = touched.Count - 1; i >= position; i--)
            StepBack(i < block.Instructions.Count ? block.Instructions[i] : block.Terminator, touched[i], wanted);
        return wanted;
    }

    private void StepBack(MachineInstruction instruction, RegisterSet touched, RegisterSet wanted)
    {
        if (instruction is { Op: MachineOp.Store, Slot.IsSpill: true })
            wanted.Remove(_numbers[instruction.Slot]);
        else
            wanted.UnionWith(touched);
    }

    private void AddConflicts(MachineBlock block)
    {
        List<RegisterSet> touched = Touched(block);
        var wantedAfter = new RegisterSet[touched.Count];
        RegisterSet wanted = NewSet();
        wanted.CopyFrom(_touchedAfter[block]);
        for (int i = touched.Count - 1; i >= 0; i--)
        {
            wantedAfter[i] = NewSet();
            wantedAfter[i].CopyFrom(wanted);
            StepBack(i < block.Instructions.Count ? block.Instructions[i] : block.Terminator, touched[i], wanted);
        }

        RegisterSet reached = NewSet();
        reached.CopyFrom(_touchedBefore[block]);
        for (int i = 0; i < touched.Count; i++)
        {
            for (int slot = touched[i].Next(0); slot >= 0; slot = touched[i].Next(slot + 1))
            {
                for (int other = touched[i].Next(0); other >= 0; other = touched[i].Next(other + 1))
                    Add(slot, other);
                for (int other = wantedAfter[i].Next(0); other >= 0; other = wantedAfter[i].Next(other + 1))
                {
                    if (reached.Contains(other))
                        Add(slot, other);
                }
            }

            reached.UnionWith(touched[i]);
        }
    }

    private void Add(int a, int b)
    {
        _conflicts[a].Add(b);
        _conflicts[b].Add(a);
    }

    private RegisterSet NewSet() => new(_numbers.Count);
}
