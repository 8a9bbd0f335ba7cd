using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>Who touches which bytes of the slots whose address goes nowhere else. A slot known to helpers, indexed by a variable or stored as a value is not listed.</summary>
internal sealed class SlotUses
{
    private readonly Dictionary<IrInstruction, List<SlotUse>> _uses = new();
    private readonly List<IrInstruction> _slots = new();

    public SlotUses(IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Slot)
                {
                    _slots.Add(instruction);
                    _uses.Add(instruction, new List<SlotUse>());
                }
            }
        }

        if (_slots.Count == 0)
            return;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
                Record(instruction, block);
        }

        _slots.RemoveAll(slot => !_uses.ContainsKey(slot));
    }

    /// <summary>In order of appearance.</summary>
    public List<IrInstruction> Slots => _slots;

    /// <summary>Block by block.</summary>
    public List<SlotUse> Of(IrInstruction slot) => _uses[slot];

    public bool Contains(IrValue value) => value is IrInstruction { Op: IrOp.Slot } slot && _uses.ContainsKey(slot);

    private void Record(IrInstruction instruction, IrBlock block)
    {
        switch (instruction.Op)
        {
            case IrOp.Load:
                Touch(instruction, block, SlotUseKind.Load, 0, instruction.TypeArgument!.PrimitiveSize);
                break;
            case IrOp.Store:
                Touch(instruction, block, SlotUseKind.Store, 0, instruction.TypeArgument!.PrimitiveSize);
                Escape(instruction.Operands[1]);
                break;
            case IrOp.Copy:
                Touch(instruction, block, SlotUseKind.CopyTo, 0, instruction.Immediate);
                Touch(instruction, block, SlotUseKind.CopyFrom, 1, instruction.Immediate);
                break;
            case IrOp.Zero:
                Touch(instruction, block, SlotUseKind.Zero, 0, instruction.Immediate);
                break;
            case IrOp.PtrAdd when instruction.Operands[1] is IrConstant:
                break;
            default:
                foreach (IrValue operand in instruction.Operands)
                    Escape(operand);
                foreach (IrTarget target in instruction.Targets)
                {
                    foreach (IrValue argument in target.Arguments)
                        Escape(argument);
                }

                break;
        }
    }

    private void Touch(IrInstruction instruction, IrBlock block, SlotUseKind kind, int operand, int size)
    {
        PointerParts address = PointerParts.Of(instruction.Operands[operand]);
        if (address.Base is not IrInstruction slot || !_uses.TryGetValue(slot, out List<SlotUse>? uses))
            return;
        if (address.Offset < 0 || address.Offset + size > slot.Immediate)
            _uses.Remove(slot);
        else
            uses.Add(new SlotUse(instruction, block, kind, (int)address.Offset, size));
    }

    private void Escape(IrValue value)
    {
        if (value.Type == IrType.Ptr && PointerParts.Of(value).Base is IrInstruction slot)
            _uses.Remove(slot);
    }
}
