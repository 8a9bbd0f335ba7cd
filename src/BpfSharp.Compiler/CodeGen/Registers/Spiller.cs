using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// The last resort, where no colour was found although there are registers enough: a register is stored after each write and loaded before each read, under names that
/// live from one instruction to the next.
/// </summary>
internal sealed class Spiller
{
    private readonly MachineFunction _function;
    private readonly HashSet<int> _temporaries;
    private readonly Dictionary<int, FrameSlot> _slots = new();
    private readonly Dictionary<int, MachineInstruction> _constants = new();
    private List<MachineInstruction> _output = new();

    private Spiller(MachineFunction function, HashSet<int> temporaries)
    {
        _function = function;
        _temporaries = temporaries;
    }

    public static void Run(MachineFunction function, IReadOnlyList<int> registers, HashSet<int> temporaries, bool boundsSpilled)
    {
        var spiller = new Spiller(function, temporaries);
        Dictionary<int, MachineInstruction> constants = Rematerialisation.Sources(function);
        foreach (int register in registers)
        {
            if (constants.TryGetValue(register, out MachineInstruction? constant))
                spiller._constants.Add(register, constant);
            else
                spiller._slots.Add(register, spiller.NewSlot());
        }

        var compared = new List<(MachineBlock Block, int Register)>();
        foreach (MachineBlock block in function.Blocks)
        {
            if (!boundsSpilled && block.Terminator is { Op: MachineOp.BranchImmediate, Destination: var register } && spiller._slots.ContainsKey(register))
                compared.Add((block, register));
            spiller.Rewrite(block);
        }

        spiller.StoreCompared(compared);
    }

    // What a comparison tells of the loaded name is not true of the slot yet, for verifiers before 6.9.
    private void StoreCompared(List<(MachineBlock Block, int Register)> compared)
    {
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(_function);
        foreach ((MachineBlock block, int register) in compared)
        {
            foreach (MachineBlock successor in block.Successors)
            {
                if (predecessors[successor].Count != 1)
                    continue;
                MachineInstruction store = Make.Store(BpfSize.Double, _slots[register], block.Terminator.Destination);
                store.Span = block.Terminator.Span;
                successor.Instructions.Insert(0, store);
            }
        }
    }

    private FrameSlot NewSlot()
    {
        FrameSlot slot = _function.NewSlot("", 8);
        slot.IsSpill = true;
        return slot;
    }

    private void Rewrite(MachineBlock block)
    {
        _output = new List<MachineInstruction>(block.Instructions.Count);
        foreach (MachineInstruction instruction in block.Instructions)
            Rewrite(instruction);
        RewriteReads(block.Terminator);
        block.Instructions.Clear();
        block.Instructions.AddRange(_output);
    }

    private void Rewrite(MachineInstruction instruction)
    {
        if (instruction.Has(MachineTraits.Rematerialisable) && _constants.ContainsKey(instruction.Destination))
            return;
        (int destination, int source) = (instruction.Destination, instruction.Source);
        RewriteReads(instruction);
        bool isWritten = instruction.Has(MachineTraits.WritesDestination) && !instruction.Has(MachineTraits.ReadsDestination);
        if (isWritten && _slots.ContainsKey(destination))
            instruction.Destination = NewTemporary();
        _output.Add(instruction);
        if (instruction.Has(MachineTraits.WritesDestination))
            Store(destination, instruction.Destination, instruction.Span);
        if (instruction.Has(MachineTraits.WritesSource))
            Store(source, instruction.Source, instruction.Span);
    }

    private void RewriteReads(MachineInstruction instruction)
    {
        (int destination, int source, int other) = (instruction.Destination, instruction.Source, instruction.Other);
        if (instruction.Has(MachineTraits.ReadsDestination))
            instruction.Destination = Reload(destination, instruction.Span);
        if (instruction.Has(MachineTraits.ReadsSource))
            instruction.Source = source == destination && instruction.Has(MachineTraits.ReadsDestination) ? instruction.Destination : Reload(source, instruction.Span);
        if (instruction.Has(MachineTraits.ReadsOther))
            instruction.Other = other == source ? instruction.Source : Reload(other, instruction.Span);
    }

    private int Reload(int register, int span)
    {
        bool isConstant = _constants.TryGetValue(register, out MachineInstruction? constant);
        if (!isConstant && !_slots.ContainsKey(register))
            return register;
        int temporary = NewTemporary();
        MachineInstruction load = constant?.Clone() ?? Make.Load(BpfSize.Double, temporary, _slots[register]);
        load.Destination = temporary;
        Emit(load, span);
        return temporary;
    }

    private void Store(int register, int name, int span)
    {
        if (_slots.TryGetValue(register, out FrameSlot? slot))
            Emit(Make.Store(BpfSize.Double, slot, name), span);
    }

    private int NewTemporary()
    {
        int register = _function.NewRegister();
        _temporaries.Add(register);
        return register;
    }

    private void Emit(MachineInstruction instruction, int span)
    {
        instruction.Span = span;
        _output.Add(instruction);
    }
}
