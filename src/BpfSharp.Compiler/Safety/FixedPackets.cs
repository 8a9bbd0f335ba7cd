using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Places where the packet can't be moved: under a spin lock no helper may be called, and a function that others call may be
/// called where a reference of theirs would be lost.
/// </summary>
internal static class FixedPackets
{
    public static HashSet<IrInstruction> Find(CompilationContext context, IrFunction function, Func<IrInstruction, bool> isPlace)
    {
        var places = new HashSet<IrInstruction>();
        bool everywhere = function.PacketsAreFixed;
        var flow = new ControlFlow(function);
        HashSet<IrBlock> locked = LockedAtEnd(context, flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            bool isLocked = flow.Predecessors(block).Any(e => locked.Contains(e.From));
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (isPlace(instruction) && (everywhere || isLocked))
                    places.Add(instruction);
                isLocked = After(context, instruction, isLocked);
            }
        }

        return places;
    }

    private static HashSet<IrBlock> LockedAtEnd(CompilationContext context, ControlFlow flow)
    {
        var locked = new HashSet<IrBlock>();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                bool isLocked = flow.Predecessors(block).Any(e => locked.Contains(e.From));
                foreach (IrInstruction instruction in block.Instructions)
                    isLocked = After(context, instruction, isLocked);
                changed |= isLocked && locked.Add(block);
            }
        }

        return locked;
    }

    // One lock at a time: nothing else is released while it is held.
    private static bool After(CompilationContext context, IrInstruction instruction, bool isLocked)
    {
        if (instruction.Op != IrOp.Helper)
            return isLocked;
        IrHelperEffects effects = context.Module.Helpers[instruction.Symbol!].Effects;
        return (effects & IrHelperEffects.Locks) != 0 || (isLocked && (effects & IrHelperEffects.Releases) == 0);
    }
}
