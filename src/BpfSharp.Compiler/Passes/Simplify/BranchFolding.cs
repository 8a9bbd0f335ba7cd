using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Branches and guards on constants are decided; a branch whose ways all lead to one place is none.</summary>
public static class BranchFolding
{
    public static bool Run(IrFunction function)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            changed |= FoldGuards(block);
            changed |= FoldArguments(block.Terminator);
            changed |= FoldTerminator(block.Terminator);
        }

        return UnreachableBlocks.Remove(function) || changed;
    }

    private static bool FoldGuards(IrBlock block)
    {
        int failing = block.Instructions.FindIndex(static i => i.Op == IrOp.Guard && i.Operands[0] is IrConstant { Value: 0 });
        if (failing >= 0)
        {
            IrInstruction guard = block.Instructions[failing];
            block.Instructions.RemoveRange(failing, block.Instructions.Count - failing);
            block.Instructions.Add(new IrInstruction(IrOp.Fault, IrType.Void) { Immediate = guard.Immediate, Span = guard.Span });
        }

        int passing = block.Instructions.RemoveAll(static i => i.Op == IrOp.Guard && i.Operands[0] is IrConstant);
        return failing >= 0 || passing != 0;
    }

    // What the branch has found to be null is passed on as null, and the condition itself as what it came out as.
    private static bool FoldArguments(IrInstruction branch)
    {
        if (branch.Op != IrOp.BrIf || branch.Operands[0] is not IrInstruction { Op: IrOp.Eq or IrOp.Ne, Operands: [{ } tested, IrConstant { Value: 0 }] } test || tested.Type != IrType.Ptr)
            return false;
        bool changed = false;
        for (int way = 0; way < 2; way++)
        {
            List<IrValue> arguments = branch.Targets[way].Arguments;
            for (int i = 0; i < arguments.Count; i++)
            {
                bool isNull = arguments[i] == tested && (way == 0) == (test.Op == IrOp.Eq) && tested is not IrConstant;
                if (!isNull && arguments[i] != test)
                    continue;
                arguments[i] = isNull ? IrConstant.Null() : IrConstant.I32(way == 0 ? 1 : 0);
                changed = true;
            }
        }

        return changed;
    }

    private static bool FoldTerminator(IrInstruction terminator)
    {
        if (terminator is { Op: IrOp.Resume, Operands: [IrInstruction { Op: IrOp.FaultSite } site] })
        {
            terminator.Op = IrOp.Fault;
            terminator.Immediate = site.Immediate;
            terminator.Span = site.Span;
            terminator.Operands.Clear();
            return true;
        }

        if (terminator.Op is not (IrOp.BrIf or IrOp.Switch))
            return false;
        IrTarget? only = null;
        if (terminator.Operands[0] is IrConstant constant)
            only = Taken(terminator, constant.Value);
        else if (AreSame(terminator.Targets))
            only = terminator.Targets[0];
        if (only is null)
            return false;
        if (terminator.Op == IrOp.Switch)
            terminator.Cases.Clear();
        terminator.Op = IrOp.Br;
        terminator.Operands.Clear();
        terminator.Targets.Clear();
        terminator.Targets.Add(only);
        return true;
    }

    private static IrTarget Taken(IrInstruction terminator, long value)
    {
        if (terminator.Op == IrOp.BrIf)
            return terminator.Targets[value != 0 ? 0 : 1];
        return terminator.Targets[terminator.Cases.IndexOf(value) + 1];
    }

    private static bool AreSame(List<IrTarget> targets)
    {
        for (int i = 1; i < targets.Count; i++)
        {
            if (!IsSame(targets[i], targets[0]))
                return false;
        }

        return true;
    }

    private static bool IsSame(IrTarget a, IrTarget b)
    {
        if (a.Block != b.Block)
            return false;
        for (int i = 0; i < a.Arguments.Count; i++)
        {
            if (!IrConstant.Same(a.Arguments[i], b.Arguments[i]))
                return false;
        }

        return true;
    }
}
