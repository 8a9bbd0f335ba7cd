using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>Second half of promotion: walks the dominator tree, keeps the current value of each slot, and takes loads, stores and slots away.</summary>
internal sealed class SlotRenaming
{
    private readonly IrFunction _function;
    private readonly Dominators _dominators;
    private readonly ControlFlow _flow;
    private readonly IReadOnlyList<PromotedSlot> _slots;
    private readonly Dictionary<IrValue, PromotedSlot> _bySlot = new();

    // By the order of the block, in the order of slots; null where there is none.
    private readonly List<(PromotedSlot Slot, IrParameter Parameter)>?[] _parameters;

    // By the order of the block and the slot's index. Blocks that change nothing share what their dominator has.
    private readonly IrValue?[][] _atEnd;
    private readonly ValueMap _loads = new();

    public SlotRenaming(IrFunction function, Dominators dominators, IReadOnlyList<PromotedSlot> slots)
    {
        _function = function;
        _dominators = dominators;
        _flow = dominators.Flow;
        _slots = slots;
        _parameters = new List<(PromotedSlot Slot, IrParameter Parameter)>?[_flow.ReversePostorder.Count];
        _atEnd = new IrValue?[_flow.ReversePostorder.Count][];
        foreach (PromotedSlot slot in slots)
        {
            _bySlot.Add(slot.Slot, slot);
            foreach (KeyValuePair<IrBlock, IrParameter> placed in slot.Parameters)
                (_parameters[_flow.Order(placed.Key)] ??= new()).Add((slot, placed.Value));
        }
    }

    public void Run()
    {
        foreach (IrBlock block in _dominators.Preorder)
            Rename(block);
        foreach (IrBlock block in _dominators.Preorder)
        {
            foreach (IrTarget target in block.Successors)
                AddArguments(block, target);
        }

        foreach (IrBlock block in _flow.ReversePostorder)
        {
            if (_parameters[_flow.Order(block)] is not { } placed)
                continue;
            foreach ((PromotedSlot _, IrParameter parameter) in placed)
                block.Parameters.Add(parameter);
        }

        _loads.Apply(_function);
    }

    private void Rename(IrBlock block)
    {
        IrBlock? parent = _dominators.Parent(block);
        IrValue?[] before = parent is null ? new IrValue?[_slots.Count] : _atEnd[_flow.Order(parent)];
        IrValue?[] current = before;
        if (_parameters[_flow.Order(block)] is { } placed)
        {
            current = (IrValue?[])before.Clone();
            foreach ((PromotedSlot slot, IrParameter parameter) in placed)
                current[slot.Index] = parameter;
        }

        int from = block.Instructions.FindIndex(i => SlotOf(i) is not null);
        if (from >= 0)
        {
            if (ReferenceEquals(current, before) && block.Instructions.Exists(static i => i.Op == IrOp.Store))
                current = (IrValue?[])before.Clone();
            Rename(block, from, current);
        }

        _atEnd[_flow.Order(block)] = current;
    }

    private void Rename(IrBlock block, int from, IrValue?[] current)
    {
        List<IrInstruction> instructions = block.Instructions;
        var kept = new List<IrInstruction>(instructions.Count - from);
        for (int i = from; i < instructions.Count; i++)
        {
            IrInstruction instruction = instructions[i];
            PromotedSlot? slot = SlotOf(instruction);
            if (slot is null)
                kept.Add(instruction);
            // A step of nothing, as an index of zero becomes, is the slot itself.
            else if (instruction.Op is IrOp.Slot or IrOp.PtrAdd)
                continue;
            else if (instruction.Op == IrOp.Store)
                current[slot.Index] = Extend(instruction, instruction.Operands[1], slot.StoreExtension, kept);
            else
                _loads.Replace(instruction, Extend(instruction, Current(current, slot), slot.ExtendAtLoads ? PromotedSlot.Extension(instruction.TypeArgument!) : null, kept));
        }

        instructions.RemoveRange(from, instructions.Count - from);
        instructions.AddRange(kept);
    }

    // The slot that the instruction is, or that it is at.
    private PromotedSlot? SlotOf(IrInstruction instruction)
    {
        IrValue value = instruction.Op == IrOp.Slot || instruction.Operands.Count == 0 ? instruction : instruction.Operands[0];
        if (value.Type != IrType.Ptr || PointerParts.Of(value).Base is not IrInstruction { Op: IrOp.Slot } address)
            return null;
        return _bySlot.TryGetValue(address, out PromotedSlot? slot) ? slot : null;
    }

    private static IrValue Extend(IrInstruction access, IrValue value, IrOp? extension, List<IrInstruction> block)
    {
        if (extension is not { } op)
            return value;
        var extended = new IrInstruction(op, IrType.I32, value) { Span = access.Span };
        block.Add(extended);
        return extended;
    }

    private void AddArguments(IrBlock block, IrTarget target)
    {
        if (_parameters[_flow.Order(target.Block)] is not { } placed)
            return;
        foreach ((PromotedSlot slot, IrParameter _) in placed)
            target.Arguments.Add(Current(_atEnd[_flow.Order(block)], slot));
    }

    private static IrValue Current(IrValue?[] current, PromotedSlot slot) => current[slot.Index] ?? new IrConstant(slot.Type, 0);
}
