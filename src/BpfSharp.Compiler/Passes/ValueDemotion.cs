using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>
/// Puts values into slots, so that blocks may be copied and edges moved without a thought of who sees which definition;
/// <see cref="Slots.SlotPromotion"/> afterwards makes values of them again, with parameters where the copies meet.
/// </summary>
internal static class ValueDemotion
{
    /// <summary>Demotes what the block defines and other blocks use.</summary>
    public static void DemoteOutputs(IrFunction function, IrBlock block)
    {
        var own = new HashSet<IrValue>(block.Parameters);
        own.UnionWith(block.Instructions.Where(static i => i.HasResult));
        List<IrValue> outputs = UsedOutside(function, block, own);
        if (outputs.Count == 0)
            return;
        var slots = new Dictionary<IrValue, IrInstruction>();
        foreach (IrValue value in outputs)
        {
            var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Immediate = MemoryType(value).PrimitiveSize };
            slots.Add(value, slot);
            function.Entry.Instructions.Insert(0, slot);
        }

        foreach (IrBlock other in function.Blocks)
        {
            if (other != block)
                ReplaceUses(other, slots);
        }

        // From the last to the first: each insertion moves what stands behind it.
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            if (slots.TryGetValue(block.Instructions[i], out IrInstruction? slot))
                block.Instructions.Insert(i + 1, Store(block.Instructions[i], slot));
        }

        block.Instructions.InsertRange(0, block.Parameters.Where(slots.ContainsKey).Select(p => Store(p, slots[p])));
    }

    private static List<IrValue> UsedOutside(IrFunction function, IrBlock block, HashSet<IrValue> own)
    {
        var outputs = new List<IrValue>();
        var seen = new HashSet<IrValue>();
        void Note(IrValue value)
        {
            if (own.Contains(value) && seen.Add(value))
                outputs.Add(value);
        }

        foreach (IrBlock other in function.Blocks)
        {
            if (other == block)
                continue;
            foreach (IrInstruction instruction in other.Instructions)
            {
                instruction.Operands.ForEach(Note);
                foreach (IrTarget target in instruction.Targets)
                    target.Arguments.ForEach(Note);
            }
        }

        return outputs;
    }

    private static void ReplaceUses(IrBlock block, Dictionary<IrValue, IrInstruction> slots)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            IrInstruction user = block.Instructions[i];
            var loads = new Dictionary<IrValue, IrInstruction>();
            Replace(user.Operands, slots, loads);
            foreach (IrTarget target in user.Targets)
                Replace(target.Arguments, slots, loads);
            foreach (IrInstruction load in loads.Values)
                block.Instructions.Insert(i++, load);
        }
    }

    private static void Replace(List<IrValue> values, Dictionary<IrValue, IrInstruction> slots, Dictionary<IrValue, IrInstruction> loads)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (!slots.TryGetValue(values[i], out IrInstruction? slot))
                continue;
            if (!loads.TryGetValue(values[i], out IrInstruction? load))
                loads.Add(values[i], load = new IrInstruction(IrOp.Load, values[i].Type, slot) { TypeArgument = MemoryType(values[i]) });
            values[i] = load;
        }
    }

    private static IrInstruction Store(IrValue value, IrInstruction slot) =>
        new(IrOp.Store, IrType.Void, slot, value) { TypeArgument = MemoryType(value) };

    private static IrType MemoryType(IrValue value) => value.Type;
}
