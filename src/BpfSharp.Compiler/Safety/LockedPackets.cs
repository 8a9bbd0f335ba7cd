using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Checks that pull, under a spin lock, where no helper may be called.</summary>
internal static class LockedPackets
{
    /// <summary>Each such check, with the calls that may have taken the lock.</summary>
    public static Dictionary<IrInstruction, HashSet<IrInstruction>> Find(CompilationContext context, IrFunction function)
    {
        var places = new Dictionary<IrInstruction, HashSet<IrInstruction>>();
        if (!function.Blocks.Exists(b => b.Instructions.Exists(i => (EffectsOf(context, i) & IrHelperEffects.Locks) != 0)))
            return places;
        var flow = new ControlFlow(function);
        Dictionary<IrBlock, HashSet<IrInstruction>> atEnd = LocksAtEnd(context, flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            HashSet<IrInstruction> locks = AtEntry(flow, atEnd, block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (NonLinearPackets.IsMarked(instruction) && locks.Count != 0)
                    places.Add(instruction, new HashSet<IrInstruction>(locks));
                Step(context, instruction, locks);
            }
        }

        return places;
    }

    private static Dictionary<IrBlock, HashSet<IrInstruction>> LocksAtEnd(CompilationContext context, ControlFlow flow)
    {
        Dictionary<IrBlock, HashSet<IrInstruction>> atEnd = flow.ReversePostorder.ToDictionary(static b => b, static _ => new HashSet<IrInstruction>());
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                HashSet<IrInstruction> locks = AtEntry(flow, atEnd, block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(context, instruction, locks);
                changed |= locks.Count != atEnd[block].Count;
                atEnd[block] = locks;
            }
        }

        return atEnd;
    }

    private static HashSet<IrInstruction> AtEntry(ControlFlow flow, Dictionary<IrBlock, HashSet<IrInstruction>> atEnd, IrBlock block) =>
        new(flow.Predecessors(block).SelectMany(e => atEnd[e.From]));

    // One lock at a time: nothing else is released while it is held.
    private static void Step(CompilationContext context, IrInstruction instruction, HashSet<IrInstruction> locks)
    {
        IrHelperEffects effects = EffectsOf(context, instruction);
        if ((effects & IrHelperEffects.Locks) != 0)
            locks.Add(instruction);
        else if ((effects & IrHelperEffects.Releases) != 0)
            locks.Clear();
    }

    private static IrHelperEffects EffectsOf(CompilationContext context, IrInstruction instruction) =>
        instruction.Op == IrOp.Helper ? context.Module.Helpers[instruction.Symbol!].Effects : IrHelperEffects.None;
}
