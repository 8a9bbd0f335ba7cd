using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Steps whose comparison stands behind them (another access shares the step, and needed less) are done anew before the access: the verifier bounds what is computed
/// after a comparison, not what was before.
/// </summary>
internal static class RegionSteps
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        var regions = new Regions(context, provenance);
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), RangeView.Verifier);
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                foreach (MemoryAccess access in MemoryAccess.Of(block.Instructions[i], context).ToList())
                {
                    RegionPath path = RegionPath.To(access.Pointer);
                    if (path.IsConstant || !RegionPath.IsRegion(provenance.KindOf(path.Start)) || regions.SizeOf(path.Start) is not { } size)
                        continue;
                    if (path.IsInside(access.Size, size, s => ranges.Get(s.Operands[1], s)) || !path.IsInside(access.Size, size, s => ranges.Get(s.Operands[1], access.Instruction)))
                        continue;
                    List<IrInstruction> again = Again(path, access.Instruction.Span);
                    access.Instruction.Operands[access.Operand] = again[again.Count - 1];
                    block.Instructions.InsertRange(i, again);
                    i += again.Count;
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static List<IrInstruction> Again(RegionPath path, int span)
    {
        var again = new List<IrInstruction>();
        IrValue pointer = path.Start;
        foreach (IrInstruction step in path.Steps.Reverse())
        {
            var copy = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, pointer, step.Operands[1]) { Span = span };
            again.Add(copy);
            pointer = copy;
        }

        return again;
    }
}
