using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.CodeGen.Selection;

// Pointers and what is constant about them.
internal sealed partial class Selector
{
    private readonly Dictionary<IrInstruction, FrameSlot> _slots = new();
    private readonly List<SectionBase> _bases = new();

    /// <summary>Where a pointer leads, with the constant steps summed up as far as a displacement reaches.</summary>
    public Address AddressOf(IrValue pointer)
    {
        pointer = _aliases.Resolve(pointer);
        long offset = 0;
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } step && step.Operands[1] is IrConstant distance)
        {
            long sum = offset + distance.Value;
            if (distance.Value is < int.MinValue or > int.MaxValue || sum is < short.MinValue or > short.MaxValue)
                break;
            offset = sum;
            pointer = _aliases.Resolve(step.Operands[0]);
        }

        if (pointer is IrInstruction { Op: IrOp.Slot } slot)
            return new Address(null, SlotOf(slot), null, offset);
        if (pointer is IrInstruction { Op: IrOp.GlobalAddr } global)
        {
            DataPlacement place = _data[global.Symbol!];
            return new Address(null, null, place.Section, offset + place.Offset);
        }

        return new Address(pointer, null, null, offset);
    }

    /// <summary>Register, slot and displacement to access memory at a pointer.</summary>
    public void UseAddress(IrValue pointer, out int register, out FrameSlot? slot, out int offset)
    {
        Address address = AddressOf(pointer);
        slot = address.Slot;
        offset = (int)address.Offset;
        if (slot is not null)
        {
            register = MachineRegisters.Frame;
        }
        else if (address.Section is null)
        {
            register = UseResolved(address.Base!);
        }
        else if (address.Offset is < 0 or > short.MaxValue)
        {
            register = Function.NewRegister();
            PlaceAddress(register, address);
            offset = 0;
        }
        else
        {
            register = BaseOf(address.Section);
        }
    }

    /// <summary>Computes a pointer into a register.</summary>
    public void PlaceAddress(int register, Address address)
    {
        if (address.Slot is not null)
        {
            Emit(Make.LoadFrameAddress(register, address.Slot, (int)address.Offset));
        }
        else if (address.Section is not null)
        {
            Emit(Make.LoadData(register, address.Section, address.Offset));
        }
        else
        {
            Emit(Make.Move(register, UseResolved(address.Base!)));
            if (address.Offset != 0)
                Emit(Make.AluImmediate(Objects.Instructions.BpfAluOp.Add, true, register, address.Offset));
        }
    }

    /// <summary>Memory in which a helper call passes what its callback captures.</summary>
    public FrameSlot EnvironmentOf(IrInstruction call)
    {
        if (!_slots.TryGetValue(call, out FrameSlot? slot))
            _slots.Add(call, slot = Function.NewSlot("", Callbacks.Cell * (1 + call.Operands.Count - Module.Helpers[call.Symbol!].Arguments.Count + ((call.Immediate & Callbacks.HasRoundCell) != 0 ? 1 : 0))));
        return slot;
    }

    private FrameSlot SlotOf(IrInstruction instruction)
    {
        if (!_slots.TryGetValue(instruction, out FrameSlot? slot))
        {
            _slots.Add(instruction, slot = Function.NewSlot(instruction.Symbol ?? "", instruction.Immediate));
            slot.IsUpperHalf = _mergedKeys.Contains(instruction);
        }

        return slot;
    }

    // All globals of a section that a block touches are reached from one register: the map's bounds are those of the section.
    private int BaseOf(string section)
    {
        SectionBase? known = _bases.Find(b => b.Section == section);
        if (known is null)
            _bases.Add(known = new SectionBase(section, Function.NewRegister()));
        known.Position = -1;
        known.Span = _span;
        return known.Register;
    }

    private void BeginBases() => _bases.Clear();

    // A base is loaded before the first of its uses: the last that is selected.
    private void PlaceBases()
    {
        foreach (SectionBase section in _bases)
        {
            if (section.Position < 0)
                section.Position = _reversed.Count;
        }
    }

    private void EndBases()
    {
        _bases.Sort(static (a, b) => b.Position != a.Position ? b.Position.CompareTo(a.Position) : string.CompareOrdinal(a.Section, b.Section));
        foreach (SectionBase section in _bases)
        {
            MachineInstruction load = Make.LoadData(section.Register, section.Section, 0);
            load.Span = section.Span;
            _reversed.Insert(section.Position, load);
        }
    }

    private sealed class SectionBase
    {
        public SectionBase(string section, int register)
        {
            Section = section;
            Register = register;
        }

        public string Section { get; }

        public int Register { get; }

        public int Position { get; set; }

        public int Span { get; set; }
    }
}
