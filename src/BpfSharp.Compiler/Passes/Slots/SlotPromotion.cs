using System.Collections.Generic;
using System.Linq;
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
        List<PromotedSlot> slots = uses.Slots.Select(s => PromotedSlot.TryCreate(s, uses.Of(s))).OfType<PromotedSlot>().ToList();
        if (slots.Count == 0)
            return false;
        UnreachableBlocks.Remove(function);
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        Dictionary<IrBlock, List<IrBlock>> frontiers = dominators.Frontiers();
        foreach (PromotedSlot slot in slots)
            slot.PlaceParameters(flow, frontiers);
        new SlotRenaming(function, dominators, slots).Run();
        return true;
    }
}
