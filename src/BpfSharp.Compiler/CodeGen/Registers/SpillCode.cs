using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Loads and stores that keep registers in the frame: 8 bytes each, so that the verifier keeps bounds and pointers.</summary>
internal sealed class SpillCode
{
    private readonly MachineFunction _function;
    private readonly Dictionary<MachineBlock, List<(int Position, int Register)>> _reloads = new();
    private readonly List<(MachineBlock From, MachineBlock To, List<int> Registers)> _edges = new();
    private readonly HashSet<int> _evicted = new();
    private readonly Dictionary<int, FrameSlot> _slots = new();
    private readonly Dictionary<int, MachineInstruction> _constants;

    /// <param name="constants">What computes registers that are not worth a place in the frame (<see cref="Rematerialisation"/>).</param>
    public SpillCode(MachineFunction function, Dictionary<int, MachineInstruction> constants)
    {
        _function = function;
        _constants = constants;
    }

    /// <summary>The register is not kept everywhere: it is stored where it is written.</summary>
    public void Evict(int register) => _evicted.Add(register);

    /// <summary>Loads the register before an instruction; after the last one it is the terminator.</summary>
    public void Reload(MachineBlock block, int position, int register)
    {
        Evict(register);
        if (!_reloads.TryGetValue(block, out List<(int Position, int Register)>? list))
            _reloads.Add(block, list = new List<(int, int)>());
        list.Add((position, register));
    }

    public void ReloadOnEdge(MachineBlock from, MachineBlock to, List<int> registers)
    {
        registers.ForEach(Evict);
        _edges.Add((from, to, registers));
    }

    /// <summary>False if there was nothing to do.</summary>
    public bool Apply()
    {
        if (_evicted.Count == 0)
            return false;
        foreach (MachineBlock block in _function.Blocks)
            Apply(block);
        foreach ((MachineBlock from, MachineBlock to, List<int> registers) in _edges)
            Apply(from, to, registers);
        return true;
    }

    private void Apply(MachineBlock block)
    {
        _reloads.TryGetValue(block, out List<(int Position, int Register)>? reloads);
        var output = new List<MachineInstruction>(block.Instructions.Count);
        int next = 0;
        for (int i = 0; i <= block.Instructions.Count; i++)
        {
            MachineInstruction instruction = i < block.Instructions.Count ? block.Instructions[i] : block.Terminator;
            for (; reloads is not null && next < reloads.Count && reloads[next].Position == i; next++)
                output.Add(Load(reloads[next].Register, instruction.Span));
            if (i == block.Instructions.Count)
                break;
            output.Add(instruction);
            if (instruction.Has(MachineTraits.WritesDestination))
                AddStore(output, instruction.Destination, instruction.Span);
            if (instruction.Has(MachineTraits.WritesSource))
                AddStore(output, instruction.Source, instruction.Span);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    private void Apply(MachineBlock from, MachineBlock to, List<int> registers)
    {
        MachineBlock edge = from;
        if (from.Otherwise is not null)
        {
            edge = _function.NewBlock();
            edge.IsCold = from.IsCold || to.IsCold;
            edge.LoopDepth = System.Math.Min(from.LoopDepth, to.LoopDepth);
            edge.Terminator = new MachineInstruction(MachineOp.Jump) { Span = from.Terminator.Span };
            edge.Taken = to;
            from.Taken = ReferenceEquals(from.Taken, to) ? edge : from.Taken;
            from.Otherwise = ReferenceEquals(from.Otherwise, to) ? edge : from.Otherwise;
        }

        foreach (int register in registers)
            edge.Instructions.Add(Load(register, from.Terminator.Span));
    }

    private MachineInstruction Load(int register, int span)
    {
        MachineInstruction load = _constants.TryGetValue(register, out MachineInstruction? constant)
            ? constant.Clone()
            : Make.Load(BpfSize.Double, register, SlotOf(register));
        load.Destination = register;
        load.Span = span;
        return load;
    }

    // Too many stores: which of them nobody loads is found out when all is in place.
    private void AddStore(List<MachineInstruction> output, int register, int span)
    {
        if (!_evicted.Contains(register) || _constants.ContainsKey(register))
            return;
        MachineInstruction store = Make.Store(BpfSize.Double, SlotOf(register), register);
        store.Span = span;
        output.Add(store);
    }

    private FrameSlot SlotOf(int register)
    {
        if (!_slots.TryGetValue(register, out FrameSlot? slot))
        {
            slot = _function.NewSlot("", 8);
            slot.IsSpill = true;
            _slots.Add(register, slot);
        }

        return slot;
    }
}
