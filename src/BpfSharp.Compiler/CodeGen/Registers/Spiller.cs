using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Cuts the ranges of registers: each goes to a slot of 8 bytes (so that the verifier keeps bounds and pointers) where it is written, and comes back where it is
/// read, for as long as its new level allows. What can be computed again needs no slot.
/// </summary>
internal sealed class Spiller
{
    private readonly MachineFunction _function;
    private readonly SpillState _state;
    private readonly Dictionary<int, Spilled> _spilled = new();
    private List<MachineInstruction> _output = new();

    private Spiller(MachineFunction function, SpillState state)
    {
        _function = function;
        _state = state;
    }

    public static void Run(MachineFunction function, IReadOnlyList<int> registers, InterferenceGraph graph, SpillState state)
    {
        var spiller = new Spiller(function, state);
        spiller.Plan(registers, graph);
        var regional = new HashSet<int>();
        foreach (int register in registers)
        {
            if (spiller._spilled[register].Level == SpillLevel.Region)
                regional.Add(register);
        }

        var regions = new SpillRegions(function, regional);
        foreach (MachineBlock block in function.Blocks)
            spiller.Rewrite(block, regions);
    }

    private void Plan(IReadOnlyList<int> registers, InterferenceGraph graph)
    {
        Dictionary<int, MachineInstruction> constants = Rematerialisation.Sources(_function);
        var users = new List<(FrameSlot Slot, List<int> Registers)>();
        foreach (int register in registers)
        {
            var spilled = new Spilled(_state.LevelOf(register) + 1);
            if (constants.TryGetValue(register, out MachineInstruction? constant))
                spilled.Constant = constant;
            else if (_state.HomeOf(register) is { } home)
                (spilled.Slot, spilled.HasHome) = (home, true);
            else
                spilled.Slot = SlotFor(register, users, graph);
            if (spilled.Level == SpillLevel.Region)
                spilled.Name = NewRegister(spilled);
            _spilled.Add(register, spilled);
        }
    }

    // Registers that are never live together share a slot.
    private FrameSlot SlotFor(int register, List<(FrameSlot Slot, List<int> Registers)> users, InterferenceGraph graph)
    {
        int free = users.FindIndex(user => !user.Registers.Exists(other => graph.Interfere(other, register)));
        if (free < 0)
        {
            free = users.Count;
            users.Add((_function.NewSlot("", 8), new List<int>()));
        }

        users[free].Registers.Add(register);
        return users[free].Slot;
    }

    private void Rewrite(MachineBlock block, SpillRegions regions)
    {
        foreach (KeyValuePair<int, Spilled> spilled in _spilled)
            spilled.Value.Current = regions.IsAvailable(block, spilled.Key) ? spilled.Value.Name : MachineRegisters.None;
        _output = new List<MachineInstruction>(block.Instructions.Count);
        foreach (MachineInstruction instruction in block.Instructions)
            Rewrite(instruction);
        RewriteReads(block.Terminator);
        block.Instructions.Clear();
        block.Instructions.AddRange(_output);
    }

    private void Rewrite(MachineInstruction instruction)
    {
        if (IsReload(instruction) || RewriteMove(instruction))
            return;
        (int destination, int source) = (instruction.Destination, instruction.Source);
        RewriteReads(instruction);
        if (instruction.Has(MachineTraits.WritesDestination) && !instruction.Has(MachineTraits.ReadsDestination) && _spilled.TryGetValue(destination, out Spilled? written))
            instruction.Destination = written.Current = NewName(written);
        _output.Add(instruction);
        if (instruction.Has(MachineTraits.WritesDestination))
            StoreBack(destination, instruction.Destination, instruction.Span);
        if (instruction.Has(MachineTraits.WritesSource))
            StoreBack(source, instruction.Source, instruction.Span);
        Forget(instruction.Op == MachineOp.Call ? SpillLevel.Region : SpillLevel.Instruction);
    }

    // Loads that an earlier round made are made anew where they are wanted.
    private bool IsReload(MachineInstruction instruction)
    {
        if (!instruction.Has(MachineTraits.WritesDestination) || !_spilled.TryGetValue(instruction.Destination, out Spilled? spilled))
            return false;
        bool isReload = spilled.Constant is not null ? instruction.Has(MachineTraits.Rematerialisable) : spilled.HasHome && IsAccess(instruction, MachineOp.Load, spilled.Slot!);
        // What crosses blocks counts on every write.
        if (isReload && spilled.Level == SpillLevel.Region)
            Load(spilled, spilled.Current = spilled.Name, instruction.Span);
        return isReload;
    }

    // A move from the frame is the load itself, unless the value stands in a register anyway.
    private bool RewriteMove(MachineInstruction move)
    {
        if (!move.IsMove || !_spilled.TryGetValue(move.Source, out Spilled? source) || _spilled.ContainsKey(move.Destination))
            return false;
        if (source.Current >= 0 || source.Level == SpillLevel.Region)
            return false;
        Load(source, move.Destination, move.Span);
        Forget(SpillLevel.Instruction);
        return true;
    }

    private void RewriteReads(MachineInstruction instruction)
    {
        (int destination, int source, int other) = (instruction.Destination, instruction.Source, instruction.Other);
        if (instruction.Has(MachineTraits.ReadsDestination))
            instruction.Destination = Reload(destination, instruction.Span);
        if (instruction.Has(MachineTraits.ReadsSource))
            instruction.Source = Reload(source, instruction.Span);
        if (instruction.Has(MachineTraits.ReadsOther))
            instruction.Other = Reload(other, instruction.Span);
    }

    private int Reload(int register, int span)
    {
        if (!_spilled.TryGetValue(register, out Spilled? spilled))
            return register;
        if (spilled.Current < 0)
            Load(spilled, spilled.Current = NewName(spilled), span);
        return spilled.Current;
    }

    private void Load(Spilled spilled, int register, int span)
    {
        MachineInstruction load = spilled.Constant?.Clone() ?? Make.Load(BpfSize.Double, register, spilled.Slot!);
        load.Destination = register;
        load.Span = span;
        _output.Add(load);
    }

    // Where an earlier round has given the register its home, the store stands behind the instruction already.
    private void StoreBack(int register, int name, int span)
    {
        if (!_spilled.TryGetValue(register, out Spilled? spilled) || spilled.HasHome)
            return;
        MachineInstruction store = Make.Store(BpfSize.Double, spilled.Slot!, name);
        store.Span = span;
        _output.Add(store);
    }

    // The store behind an instruction still needs what that has written.
    private void Forget(SpillLevel from)
    {
        foreach (Spilled spilled in _spilled.Values)
        {
            bool isStoredNext = from == SpillLevel.Instruction && spilled.HasHome && IsStoredNext(spilled);
            if (spilled.Level >= from && !isStoredNext)
                spilled.Current = MachineRegisters.None;
        }
    }

    private bool IsStoredNext(Spilled spilled)
    {
        MachineInstruction last = _output[_output.Count - 1];
        bool isWritten = (last.Has(MachineTraits.WritesDestination) && last.Destination == spilled.Current)
            || (last.Has(MachineTraits.WritesSource) && last.Source == spilled.Current);
        return spilled.Current >= 0 && isWritten && !IsAccess(last, MachineOp.Load, spilled.Slot!);
    }

    private static bool IsAccess(MachineInstruction instruction, MachineOp op, FrameSlot slot) =>
        instruction.Op == op && ReferenceEquals(instruction.Slot, slot) && instruction.Offset == 0 && instruction.Size == BpfSize.Double;

    private int NewName(Spilled spilled) => spilled.Level == SpillLevel.Region ? spilled.Name : NewRegister(spilled);

    private int NewRegister(Spilled spilled)
    {
        int register = _function.NewRegister();
        _state.Add(register, spilled.Level, spilled.Slot);
        return register;
    }

    private sealed class Spilled
    {
        public Spilled(SpillLevel level) => Level = level;

        public SpillLevel Level { get; }

        public FrameSlot? Slot { get; set; }

        public bool HasHome { get; set; }

        /// <summary>What computes it, if it needs no slot.</summary>
        public MachineInstruction? Constant { get; set; }

        /// <summary>The one register of a range that crosses blocks.</summary>
        public int Name { get; set; } = MachineRegisters.None;

        /// <summary>Register that holds the value at this place, or none.</summary>
        public int Current { get; set; } = MachineRegisters.None;
    }
}
