using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>Second half of promotion: walks the dominator tree, keeps the current value of each slot, and takes loads, stores and slots away.</summary>
internal sealed class SlotRenaming
{
    private readonly IrFunction _function;
    private readonly Dominators _dominators;
    private readonly IReadOnlyList<PromotedSlot> _slots;
    private readonly Dictionary<IrValue, PromotedSlot> _bySlot = new();
    private readonly Dictionary<IrBlock, Dictionary<PromotedSlot, IrValue>> _atEnd = new();
    private readonly ValueMap _loads = new();

    public SlotRenaming(IrFunction function, Dominators dominators, IReadOnlyList<PromotedSlot> slots)
    {
        _function = function;
        _dominators = dominators;
        _slots = slots;
        foreach (PromotedSlot slot in slots)
            _bySlot.Add(slot.Slot, slot);
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

        foreach (IrBlock block in _function.Blocks)
        {
            foreach (PromotedSlot slot in _slots)
            {
                if (slot.Parameters.TryGetValue(block, out IrParameter? parameter))
                    block.Parameters.Add(parameter);
            }
        }

        _loads.Apply(_function);
    }

    private void Rename(IrBlock block)
    {
        IrBlock? parent = _dominators.Parent(block);
        Dictionary<PromotedSlot, IrValue> current = parent is null ? new() : new(_atEnd[parent]);
        foreach (PromotedSlot slot in _slots)
        {
            if (slot.Parameters.TryGetValue(block, out IrParameter? parameter))
                current[slot] = parameter;
        }

        var kept = new List<IrInstruction>(block.Instructions.Count);
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (_bySlot.ContainsKey(instruction))
                continue;
            // A step of nothing, as an index of zero becomes, is the slot itself.
            if (instruction.Operands.Count == 0 || !_bySlot.TryGetValue(PointerParts.Of(instruction.Operands[0]).Base, out PromotedSlot? slot))
                kept.Add(instruction);
            else if (instruction.Op == IrOp.PtrAdd)
                continue;
            else if (instruction.Op == IrOp.Store)
                current[slot] = Extend(instruction, instruction.Operands[1], slot.StoreExtension, kept);
            else
                _loads.Replace(instruction, Extend(instruction, Current(current, slot), slot.ExtendAtLoads ? PromotedSlot.Extension(instruction.TypeArgument!) : null, kept));
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(kept);
        _atEnd.Add(block, current);
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
        foreach (PromotedSlot slot in _slots)
        {
            if (slot.Parameters.ContainsKey(target.Block))
                target.Arguments.Add(Current(_atEnd[block], slot));
        }
    }

    private static IrValue Current(Dictionary<PromotedSlot, IrValue> current, PromotedSlot slot) =>
        current.TryGetValue(slot, out IrValue? value) ? value : new IrConstant(slot.Type, 0);
}
