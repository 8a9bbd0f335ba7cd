using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Moves registers into the frame: 8 bytes each, so that the verifier keeps bounds and pointers, stored where they are written and loaded where they are read.</summary>
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

    public static void Run(MachineFunction function, IReadOnlyList<int> spilled, InterferenceGraph graph, HashSet<int> temporaries)
    {
        var spiller = new Spiller(function, temporaries);
        Dictionary<int, MachineInstruction> sources = Rematerialisation.Sources(function);
        var inMemory = new List<int>();
        foreach (int register in spilled)
        {
            if (sources.TryGetValue(register, out MachineInstruction? source))
                spiller._constants.Add(register, source);
            else
                inMemory.Add(register);
        }

        spiller.AssignSlots(inMemory, graph);
        foreach (MachineBlock block in function.Blocks)
            spiller.Rewrite(block);
    }

    // Registers that are never live together share a slot.
    private void AssignSlots(List<int> registers, InterferenceGraph graph)
    {
        var users = new List<(FrameSlot Slot, List<int> Registers)>();
        foreach (int register in registers)
        {
            int free = users.FindIndex(user => !user.Registers.Exists(other => graph.Interfere(other, register)));
            if (free < 0)
            {
                free = users.Count;
                users.Add((_function.NewSlot("", 8), new List<int>()));
            }

            users[free].Registers.Add(register);
            _slots.Add(register, users[free].Slot);
        }
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
        if (instruction.IsMove && RewriteMove(instruction))
            return;
        int destination = instruction.Destination;
        int source = instruction.Source;
        RewriteReads(instruction);
        if (instruction.Has(MachineTraits.WritesDestination) && instruction.Destination == destination && IsSpilled(destination))
            instruction.Destination = NewTemporary();
        _output.Add(instruction);
        if (instruction.Has(MachineTraits.WritesDestination) && _slots.TryGetValue(destination, out FrameSlot? slot))
            Emit(Make.Store(BpfSize.Double, slot, instruction.Destination), instruction.Span);
        if (instruction.Has(MachineTraits.WritesSource) && _slots.TryGetValue(source, out slot))
            Emit(Make.Store(BpfSize.Double, slot, instruction.Source), instruction.Span);
    }

    // A move to or from the frame is the load or store itself.
    private bool RewriteMove(MachineInstruction move)
    {
        if (_constants.TryGetValue(move.Source, out MachineInstruction? constant) && !IsSpilled(move.Destination))
        {
            MachineInstruction copy = constant.Clone();
            copy.Destination = move.Destination;
            Emit(copy, move.Span);
            return true;
        }

        if (_slots.TryGetValue(move.Source, out FrameSlot? from) && !IsSpilled(move.Destination))
        {
            Emit(Make.Load(BpfSize.Double, move.Destination, from), move.Span);
            return true;
        }

        if (_slots.TryGetValue(move.Destination, out FrameSlot? to) && !IsSpilled(move.Source))
        {
            Emit(Make.Store(BpfSize.Double, to, move.Source), move.Span);
            return true;
        }

        return false;
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
        if (_constants.TryGetValue(register, out MachineInstruction? constant))
        {
            MachineInstruction copy = constant.Clone();
            copy.Destination = NewTemporary();
            Emit(copy, span);
            return copy.Destination;
        }

        if (!_slots.TryGetValue(register, out FrameSlot? slot))
            return register;
        int temporary = NewTemporary();
        Emit(Make.Load(BpfSize.Double, temporary, slot), span);
        return temporary;
    }

    private bool IsSpilled(int register) => _slots.ContainsKey(register) || _constants.ContainsKey(register);

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
