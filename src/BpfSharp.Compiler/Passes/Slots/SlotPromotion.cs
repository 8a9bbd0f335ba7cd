using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>
/// Slots that are only loaded and stored as a whole become values; block parameters stand where values meet (pruned SSA).
/// A read of what was never written gives 0: C# forbids it, and the verifier would refuse it.
/// </summary>
public static class SlotPromotion
{
    public static bool Run(IrFunction function)
    {
        var uses = new SlotUses(function);
        var slots = new List<PromotedSlot>();
        foreach (IrInstruction slot in uses.Slots)
        {
            if (PromotedSlot.TryCreate(slot, slots.Count, uses.Of(slot)) is { } promoted)
                slots.Add(promoted);
        }

        if (slots.Count == 0)
            return false;
        UnreachableBlocks.Remove(function);
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        List<IrBlock>?[] frontiers = dominators.Frontiers();
        foreach (PromotedSlot slot in slots)
            slot.PlaceParameters(flow, frontiers);
        new SlotRenaming(function, dominators, slots).Run();
        return true;
    }
}
