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
    private readonly Dictionary<MachineBlock, RegisterSet?[]> _touched = new();
    private readonly Dictionary<MachineBlock, RegisterSet> _touchedBefore = new();
    private readonly Dictionary<MachineBlock, RegisterSet> _touchedAfter = new();
    private readonly Dictionary<MachineBlock, RegisterSet> _wantedBefore = new();

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
        List<MachineBlock> postorder = BlockGraph.Postorder(function);
        RegisterSet[] state = _addresses.NewState();
        foreach (MachineBlock block in postorder)
        {
            _touched.Add(block, Touched(block, state));
            _touchedBefore.Add(block, NewSet());
            _touchedAfter.Add(block, NewSet());
            _wantedBefore.Add(block, NewSet());
        }

        RegisterSet scratch = NewSet();
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = postorder.Count - 1; i >= 0; i--)
                changed |= PropagateForward(postorder[i], scratch);
        }

        var changes = new ChangedBlocks(function);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in postorder)
            {
                if (!changes.TryBegin(block) || !PropagateBack(block, scratch))
                    continue;
                changes.Change(block);
                changed = true;
            }
        }
    }

    private bool PropagateForward(MachineBlock block, RegisterSet reached)
    {
        reached.CopyFrom(_touchedBefore[block]);
        foreach (RegisterSet? touched in _touched[block])
        {
            if (touched is not null)
                reached.UnionWith(touched);
        }

        bool changed = block.Taken is not null && _touchedBefore[block.Taken].UnionWith(reached);
        return (block.Otherwise is not null && _touchedBefore[block.Otherwise].UnionWith(reached)) | changed;
    }

    private bool PropagateBack(MachineBlock block, RegisterSet wanted)
    {
        RegisterSet after = _touchedAfter[block];
        if (block.Taken is not null)
            after.UnionWith(_wantedBefore[block.Taken]);
        if (block.Otherwise is not null)
            after.UnionWith(_wantedBefore[block.Otherwise]);
        wanted.CopyFrom(after);
        for (int i = block.Instructions.Count; i >= 0; i--)
            StepBack(block, i, wanted);
        return _wantedBefore[block].UnionWith(wanted);
    }

    // What each instruction, and the terminator as the last, may access; null where that is nothing.
    private RegisterSet?[] Touched(MachineBlock block, RegisterSet[] state)
    {
        _addresses.CopyStart(block, state);
        var touched = new RegisterSet?[block.Instructions.Count + 1];
        RegisterSet? set = null;
        for (int i = 0; i < touched.Length; i++)
        {
            MachineInstruction instruction = InstructionAt(block, i);
            set ??= NewSet();
            _addresses.AddTouched(instruction, state, set);
            _addresses.Step(instruction, state);
            if (set.Next(0) < 0)
                continue;
            touched[i] = set;
            set = null;
        }

        return touched;
    }

    // From what is wanted after an instruction to what is before it: a spill that is stored there is not.
    private void StepBack(MachineBlock block, int position, RegisterSet wanted)
    {
        if (_touched[block][position] is not { } touched)
            return;
        if (InstructionAt(block, position) is { Op: MachineOp.Store, Slot: { IsSpill: true } slot })
            wanted.Remove(_numbers[slot]);
        else
            wanted.UnionWith(touched);
    }

    private void AddConflicts(MachineBlock block)
    {
        RegisterSet?[] touched = _touched[block];
        var wantedAfter = new RegisterSet?[touched.Length];
        RegisterSet wanted = Copy(_touchedAfter[block]);
        for (int i = touched.Length - 1; i >= 0; i--)
        {
            if (touched[i] is not null)
                wantedAfter[i] = Copy(wanted);
            StepBack(block, i, wanted);
        }

        RegisterSet reached = Copy(_touchedBefore[block]);
        for (int i = 0; i < touched.Length; i++)
        {
            if (touched[i] is not { } now)
                continue;
            AddConflicts(now, now, now);
            AddConflicts(now, wantedAfter[i]!, reached);
            reached.UnionWith(now);
        }
    }

    // What is accessed now conflicts with all that holds something: it was accessed before, and will be again.
    private void AddConflicts(RegisterSet now, RegisterSet wanted, RegisterSet reached)
    {
        for (int other = wanted.Next(0); other >= 0; other = wanted.Next(other + 1))
        {
            for (int slot = now.Next(0); slot >= 0 && reached.Contains(other); slot = now.Next(slot + 1))
                Add(slot, other);
        }
    }

    private static MachineInstruction InstructionAt(MachineBlock block, int position) =>
        position < block.Instructions.Count ? block.Instructions[position] : block.Terminator;

    private RegisterSet Copy(RegisterSet set)
    {
        RegisterSet copy = NewSet();
        copy.CopyFrom(set);
        return copy;
    }

    private void Add(int a, int b)
    {
        _conflicts[a].Add(b);
        _conflicts[b].Add(a);
    }

    private RegisterSet NewSet() => new(_numbers.Count);
}
