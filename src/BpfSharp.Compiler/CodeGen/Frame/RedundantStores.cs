using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>
/// A store into the frame of what lies there already, on every way to it, is left out: two keys that begin alike and have one place, or two lookups by one index.
/// </summary>
internal sealed class RedundantStores
{
    private readonly MachineFunction _function;
    private readonly FrameAddresses _addresses;
    private readonly RegisterSet[] _pointers;
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;
    private readonly Dictionary<MachineBlock, HashSet<StoredBytes>> _atEnd = new();
    private readonly RegisterUses _uses = new();

    private RedundantStores(MachineFunction function, FrameSlot frame)
    {
        _function = function;
        _addresses = new FrameAddresses(function, new Dictionary<FrameSlot, int> { [frame] = 0 });
        _pointers = _addresses.NewState();
        _predecessors = BlockGraph.Predecessors(function);
    }

    /// <summary>To be run once slots have their places (<see cref="SettledFrame"/>).</summary>
    public static void Run(MachineFunction function)
    {
        FrameSlot? frame = null;
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (!IsStore(instruction))
                    continue;
                if (frame is not null)
                {
                    new RedundantStores(function, frame).Run();
                    return;
                }

                frame = instruction.Slot;
            }
        }
    }

    private void Run()
    {
        List<MachineBlock> order = BlockGraph.Postorder(_function);
        order.Reverse();
        var isStale = new bool[_function.BlockCount];
        foreach (MachineBlock block in order)
            isStale[block.Number] = true;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
            {
                if (!isStale[block.Number])
                    continue;
                isStale[block.Number] = false;
                HashSet<StoredBytes> known = Walk(block, remove: false);
                if (_atEnd.TryGetValue(block, out HashSet<StoredBytes>? old) && old.SetEquals(known))
                    continue;
                _atEnd[block] = known;
                changed = true;
                foreach (MachineBlock successor in block.Successors)
                    isStale[successor.Number] = true;
            }
        }

        foreach (MachineBlock block in order)
        {
            if (block.Instructions.Exists(IsStore))
                Walk(block, remove: true);
        }
    }

    private HashSet<StoredBytes> Walk(MachineBlock block, bool remove)
    {
        HashSet<StoredBytes> known = AtStart(block);
        _addresses.CopyStart(block, _pointers);
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (remove && IsStore(instruction) && known.Contains(StoredBytes.Of(instruction)))
            {
                block.Instructions.RemoveAt(i--);
                continue;
            }

            Step(instruction, known, _pointers);
            _addresses.Step(instruction, _pointers);
        }

        return known;
    }

    // What the ways there agree on; a way back that was not walked yet agrees.
    private HashSet<StoredBytes> AtStart(MachineBlock block)
    {
        HashSet<StoredBytes>? known = null;
        foreach (MachineBlock predecessor in _predecessors[block])
        {
            if (!_atEnd.TryGetValue(predecessor, out HashSet<StoredBytes>? end))
                continue;
            if (known is null)
                known = new HashSet<StoredBytes>(end);
            else
                known.IntersectWith(end);
        }

        return known is null || ReferenceEquals(block, _function.Blocks[0]) ? new HashSet<StoredBytes>() : known;
    }

    private void Step(MachineInstruction instruction, HashSet<StoredBytes> known, RegisterSet[] pointers)
    {
        bool isAtomic = instruction.Op is MachineOp.Atomic or MachineOp.AtomicFetch or MachineOp.AtomicCompareExchange;
        bool writesMemory = isAtomic || instruction.Op is MachineOp.Store or MachineOp.StoreImmediate;
        if (writesMemory && instruction.Slot is not null)
        {
            StoredBytes stored = StoredBytes.Of(instruction);
            RemoveOverlapping(known, stored);
            if (IsStore(instruction))
                known.Add(stored);
        }
        else if (instruction.Op == MachineOp.Call ? !instruction.OnlyReads : writesMemory && (pointers[instruction.Destination].Contains(0) || _addresses.Escaped.Contains(0)))
        {
            known.Clear();
        }

        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount && known.Count != 0; i++)
            RemoveCopies(known, _uses.Written(i));
    }

    private static void RemoveOverlapping(HashSet<StoredBytes> known, StoredBytes stored)
    {
        if (known.Count != 0)
            known.RemoveWhere(k => k.Overlaps(stored));
    }

    private static void RemoveCopies(HashSet<StoredBytes> known, int register) => known.RemoveWhere(k => k.Register == register);

    // The verifier keeps the bounds of a register in the word that it was stored to: they may be narrower by now.
    private static bool IsStore(MachineInstruction instruction) =>
        instruction.Slot is not null && (instruction.Op == MachineOp.StoreImmediate || (instruction.Op == MachineOp.Store && instruction.Size != BpfSize.Double));
}
