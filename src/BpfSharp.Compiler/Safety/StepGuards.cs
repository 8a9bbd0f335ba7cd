using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A variable step through the packet must be small enough for a packet offset, in a way that the verifier sees. Where it is not, a guard before the step bounds it.
/// Steps elsewhere are the business of <see cref="RegionGuards"/>.
/// </summary>
internal static class StepGuards
{

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), context.VerifierView);
        var room = new StepRoom(context, function);
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction step = block.Instructions[i];
                if (step.Op != IrOp.PtrAdd || step.Operands[1] is IrConstant || provenance.KindOf(step) != PointerKind.Packet)
                    continue;
                long most = room.LargestStep(step);
                if (step.Operands[1] is IrInstruction { Op: IrOp.SExt } extension && !ranges.SharesRegister(extension) && ranges.Get(extension.Operands[0], step).UMax <= (ulong)most)
                {
                    block.Instructions.Insert(i++, StepByIndex(step, extension.Operands[0]));
                    changed = true;
                    continue;
                }

                if (ranges.Get(step.Operands[1], step).UMax <= (ulong)most)
                    continue;
                List<IrInstruction> guard = Guard(step, most);
                block.Instructions.InsertRange(i, guard);
                i += guard.Count;
                changed = true;
            }
        }

        return changed;
    }

    // Of an index that was widened, the index itself is compared: below the limit it is not negative, and zero extension is free.
    private static List<IrInstruction> Guard(IrInstruction step, long most)
    {
        var conversion = step.Operands[1] as IrInstruction;
        bool widened = conversion?.Op is IrOp.SExt or IrOp.ZExt;
        IrValue index = widened ? conversion!.Operands[0] : step.Operands[1];
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, index, new IrConstant(index.Type, most + 1)) { Span = step.Span };
        var guard = new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = step.Span };
        var added = new List<IrInstruction> { fits, guard };
        if (widened)
            added.Add(StepByIndex(step, index));
        return added;
    }

    // Sign extension may have been computed before the compare, and is another register, of which the verifier learns nothing.
    private static IrInstruction StepByIndex(IrInstruction step, IrValue index)
    {
        var distance = new IrInstruction(IrOp.ZExt, IrType.I64, index) { Span = step.Span };
        step.Operands[1] = distance;
        return distance;
    }
}
