using System.Collections.Generic;
using System.Linq;
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
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;
    private readonly Dictionary<MachineBlock, HashSet<StoredBytes>> _atEnd = new();
    private readonly RegisterUses _uses = new();

    private RedundantStores(MachineFunction function, FrameSlot frame)
    {
        _function = function;
        _addresses = new FrameAddresses(function, new Dictionary<FrameSlot, int> { [frame] = 0 });
        _predecessors = BlockGraph.Predecessors(function);
    }

    /// <summary>To be run once slots have their places (<see cref="SettledFrame"/>).</summary>
    public static void Run(MachineFunction function)
    {
        List<FrameSlot> stored = function.Blocks.SelectMany(static b => b.Instructions).Where(IsStore).Select(static i => i.Slot!).ToList();
        if (stored.Count > 1)
            new RedundantStores(function, stored[0]).Run();
    }

    private void Run()
    {
        List<MachineBlock> order = BlockGraph.Postorder(_function);
        order.Reverse();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in order)
            {
                HashSet<StoredBytes> known = Walk(block, remove: false);
                if (_atEnd.TryGetValue(block, out HashSet<StoredBytes>? old) && old.SetEquals(known))
                    continue;
                _atEnd[block] = known;
                changed = true;
            }
        }

        foreach (MachineBlock block in order)
            Walk(block, remove: true);
    }

    private HashSet<StoredBytes> Walk(MachineBlock block, bool remove)
    {
        HashSet<StoredBytes> known = AtStart(block);
        RegisterSet[] pointers = _addresses.AtStart(block);
        foreach (MachineInstruction instruction in block.Instructions.ToList())
        {
            if (remove && IsStore(instruction) && known.Contains(StoredBytes.Of(instruction)))
            {
                block.Instructions.Remove(instruction);
                continue;
            }

            Step(instruction, known, pointers);
            _addresses.Step(instruction, pointers);
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
            known.RemoveWhere(k => k.Overlaps(stored));
            if (IsStore(instruction))
                known.Add(stored);
        }
        else if (instruction.Op == MachineOp.Call ? !instruction.OnlyReads : writesMemory && (pointers[instruction.Destination].Contains(0) || _addresses.Escaped.Contains(0)))
        {
            known.Clear();
        }

        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
        {
            int written = _uses.Written(i);
            known.RemoveWhere(k => k.Register == written);
        }
    }

    // The verifier keeps the bounds of a register in the word that it was stored to: they may be narrower by now.
    private static bool IsStore(MachineInstruction instruction) =>
        instruction.Slot is not null && (instruction.Op == MachineOp.StoreImmediate || (instruction.Op == MachineOp.Store && instruction.Size != BpfSize.Double));
}
