using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Locals that one reference may lead into, by a variable step, come to lie in one piece of the stack: then the reference is a distance in it, whichever local
/// it leads to, and one bound is enough. (C# has checked the step by the length of its span.)
/// </summary>
internal static class SlotJoining
{
    private const int Alignment = 8;

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var groups = new List<List<IrInstruction>>();
        foreach (IrInstruction step in function.Blocks.SelectMany(static b => b.Instructions))
        {
            if (step.Op != IrOp.PtrAdd || step.Operands[1] is IrConstant)
                continue;
            List<IrInstruction> slots = provenance.Origins(step).OfType<IrInstruction>().Where(static o => o.Op == IrOp.Slot).ToList();
            if (slots.Count > 1)
                Add(groups, slots);
        }

        var map = new ValueMap();
        foreach (List<IrInstruction> group in groups)
            Join(function, group, map);
        map.Apply(function);
        return groups.Count != 0;
    }

    private static void Add(List<List<IrInstruction>> groups, List<IrInstruction> slots)
    {
        List<List<IrInstruction>> touched = groups.Where(g => g.Exists(slots.Contains)).ToList();
        groups.RemoveAll(touched.Contains);
        groups.Add(touched.SelectMany(static g => g).Concat(slots).Distinct().ToList());
    }

    private static void Join(IrFunction function, List<IrInstruction> group, ValueMap map)
    {
        var joined = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = group[0].Symbol, Span = group[0].Span };
        var steps = new List<IrInstruction> { joined };
        foreach (IrInstruction slot in group.OrderBy(function.Entry.Instructions.IndexOf))
        {
            var place = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, joined, IrConstant.I64(joined.Immediate)) { Span = slot.Span };
            joined.Immediate += (slot.Immediate + Alignment - 1) / Alignment * Alignment;
            steps.Add(place);
            map.Replace(slot, place);
            function.Entry.Instructions.Remove(slot);
        }

        int first = function.Entry.Instructions.FindIndex(static i => i.Op != IrOp.Slot);
        function.Entry.Instructions.InsertRange(first, steps);
    }
}
