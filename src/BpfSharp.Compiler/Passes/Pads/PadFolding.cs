using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Pads;

/// <summary>Nothing is protected where nothing faults, or where the pad only lets the fault go on; a pad that only hands it to the next one is passed over.</summary>
internal static class PadFolding
{
    public static bool Run(IrFunction function)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            if (block.Terminator.Op != IrOp.Try)
                continue;
            while (PassOver(function, block.Terminator))
                changed = true;
            if (block.Terminator.Targets[0].Block.Instructions.Any(Faulting.MayFault) && !IsIdle(block.Terminator.Targets[1].Block))
                continue;
            block.Terminator.Op = IrOp.Br;
            block.Terminator.Targets.RemoveAt(1);
            changed = true;
        }

        if (changed)
            UnreachableBlocks.Remove(function);
        return changed;
    }

    private static bool IsIdle(IrBlock pad) => pad.Instructions is [{ Op: IrOp.Caught } caught, { Op: IrOp.Resume } resume] && resume.Operands[0] == caught;

    private static bool PassOver(IrFunction function, IrInstruction enter)
    {
        IrTarget pad = enter.Targets[1];
        if (pad.Block.Instructions is not [{ Op: IrOp.Caught } caught, { Op: IrOp.Try } next] || next.Targets[0].Block.Instructions is not [{ Op: IrOp.Resume } resume] || resume.Operands[0] != caught)
            return false;
        List<IrParameter> parameters = pad.Block.Parameters;
        // What is known to the pad alone is known behind it no more.
        if (parameters.Count != 0 && function.Blocks.Any(b => b != pad.Block && b.Instructions.Any(i => Uses(i, parameters))))
            return false;
        IrTarget outer = next.Targets[1];
        enter.Targets[1] = new IrTarget(outer.Block, outer.Arguments.Select(a => a is IrParameter p && parameters.IndexOf(p) is >= 0 and var i ? pad.Arguments[i] : a).ToArray());
        return true;
    }

    private static bool Uses(IrInstruction instruction, List<IrParameter> parameters) =>
        instruction.Operands.Concat(instruction.Targets.SelectMany(static t => t.Arguments)).Any(v => v is IrParameter parameter && parameters.Contains(parameter));
}
