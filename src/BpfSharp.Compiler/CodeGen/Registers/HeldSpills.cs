using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Frame;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// A spilled number that is also stored into a local (a map's key, a buffer) needs no place of its own as long as the local holds it: it is read from there. Only where it
/// is stored again, given to a helper that takes any number or compared with one that may be any, since the verifier keeps the bounds of a spill, but not those of a part of a local.
/// </summary>
internal sealed class HeldSpills
{
    // Locals are in use for longer than before: never so many that the frame might grow beyond the limit.
    private const int MaxFrame = 256;

    private readonly MachineFunction _function;
    private readonly Dictionary<FrameSlot, int> _numbers = new();
    private readonly FrameAddresses _addresses;
    private readonly Liveness _liveness;
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;
    private readonly RegisterSet[] _pointers;
    private readonly Dictionary<FrameSlot, List<Use>> _uses = new();
    private readonly List<Use> _locals = new();

    private HeldSpills(MachineFunction function)
    {
        _function = function;
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
                Add(new Use(block, instruction));
        }

        foreach (FrameSlot slot in function.Slots)
            _numbers.Add(slot, _numbers.Count);
        _addresses = new FrameAddresses(function, _numbers);
        _pointers = _addresses.NewState();
        _liveness = new Liveness(function);
        _predecessors = BlockGraph.Predecessors(function);
    }

    public static void Run(MachineFunction function)
    {
        // A part of a word in a callback's frame: FrameLayout tells what the verifier thinks of those.
        if (function.IsCalled || !function.Slots.Exists(static s => s.IsSpill) || function.Slots.Sum(static s => s.Size) > MaxFrame)
            return;
        var pass = new HeldSpills(function);
        foreach (FrameSlot slot in function.Slots.Where(static s => s.IsSpill))
            pass.TryRead(slot);
    }

    private void Add(Use use)
    {
        if (use.Instruction.Slot is not { } slot)
            return;
        if (slot.IsSpill)
        {
            if (!_uses.TryGetValue(slot, out List<Use>? uses))
                _uses.Add(slot, uses = new List<Use>());
            uses.Add(use);
        }
        else if (use.Instruction.Op == MachineOp.Store && !slot.IsUpperHalf)
        {
            _locals.Add(use);
        }
    }

    private void TryRead(FrameSlot spill)
    {
        if (!_uses.TryGetValue(spill, out List<Use>? uses))
            return;
        List<Use> loads = uses.FindAll(static u => u.Instruction.Op == MachineOp.Load);
        List<Use> stores = uses.FindAll(static u => u.Instruction.Op == MachineOp.Store);
        bool isSimple = stores.Count != 0 && uses.Count == loads.Count + stores.Count && uses.TrueForAll(static u => u.Instruction.Size == BpfSize.Double) && loads.TrueForAll(l => UnboundedUses.AreAll(l.Block, l.Instruction, _liveness));
        if (!isSimple)
            return;
        Use store = stores[0];
        var copies = new SpilledValue(_function, _predecessors, store.Instruction);
        // The others store what is there already.
        if (!stores.TrueForAll(s => s == store || copies.Holds(s.Block, s.Instruction, s.Instruction.Source)))
            return;
        int bits = KnownBits.Before(store.Block, store.Instruction, store.Instruction.Source);
        foreach (Use local in _locals)
        {
            bool isCopy = Bits(local.Instruction) >= bits && copies.Holds(local.Block, local.Instruction, local.Instruction.Source);
            if (!isCopy || !IsHeld(store.Instruction, local.Instruction, loads))
                continue;
            foreach (Use load in loads)
                (load.Instruction.Slot, load.Instruction.Offset, load.Instruction.Size) = (local.Instruction.Slot, local.Instruction.Offset, local.Instruction.Size);
            stores.ForEach(static s => s.Block.Instructions.Remove(s.Instruction));
            return;
        }
    }

    // On every way to every load the local still holds what was spilled.
    private bool IsHeld(MachineInstruction store, MachineInstruction local, List<Use> loads)
    {
        if (_addresses.Escaped.Contains(_numbers[local.Slot!]))
            return false;
        var atEnd = new bool[_function.BlockCount];
        foreach (MachineBlock block in _function.Blocks)
            atEnd[block.Number] = true;
        bool all = true;
        for (bool changed = true; changed;)
        {
            changed = false;
            all = true;
            foreach (MachineBlock block in _function.Blocks)
            {
                bool holds = !ReferenceEquals(block, _function.Blocks[0]) && _predecessors[block].TrueForAll(p => atEnd[p.Number]);
                _addresses.CopyStart(block, _pointers);
                foreach (MachineInstruction instruction in block.Instructions)
                {
                    all &= holds || instruction.Op != MachineOp.Load || !loads.Exists(l => ReferenceEquals(l.Instruction, instruction));
                    bool isLost = ReferenceEquals(instruction, store) || MayWrite(instruction, _pointers, local);
                    holds = ReferenceEquals(instruction, local) || (holds && !isLost);
                    _addresses.Step(instruction, _pointers);
                }

                changed |= atEnd[block.Number] != holds;
                atEnd[block.Number] = holds;
            }
        }

        return all;
    }

    private bool MayWrite(MachineInstruction instruction, RegisterSet[] state, MachineInstruction local)
    {
        int number = _numbers[local.Slot!];
        switch (instruction.Op)
        {
            case MachineOp.Store or MachineOp.StoreImmediate when instruction.Slot is not null:
                return ReferenceEquals(instruction.Slot, local.Slot) && instruction.Offset < local.Offset + Bits(local) / 8 && local.Offset < instruction.Offset + Bits(instruction) / 8;
            case MachineOp.Store or MachineOp.StoreImmediate:
                return state[instruction.Destination].Contains(number);
            case MachineOp.Atomic or MachineOp.AtomicFetch or MachineOp.AtomicCompareExchange:
                return ReferenceEquals(instruction.Slot, local.Slot) || instruction.Slot is null && state[instruction.Destination].Contains(number);
            case MachineOp.Call when !instruction.OnlyReads:
                return Enumerable.Range(MachineRegisters.FirstArgument, instruction.ArgumentCount).Any(r => state[r].Contains(number));
            default:
                return false;
        }
    }

    private static int Bits(MachineInstruction store) => store.Size.Bytes() * 8;

    private readonly record struct Use(MachineBlock Block, MachineInstruction Instruction);
}
