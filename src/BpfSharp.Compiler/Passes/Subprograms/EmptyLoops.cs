using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// A helper that calls a function no times is not called: where the verifier knows that too, it never comes to the function, takes it for dead code, and then
/// fails with <c>No program to jit</c> (Linux 6.18).
/// </summary>
internal static class EmptyLoops
{
    public static bool Run(IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(CountsRounds)))
            return false;
        List<(IrBlock Block, IrInstruction Call)> calls = function.Blocks.SelectMany(static b => b.Instructions.Where(CountsRounds).Select(c => (b, c))).ToList();
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), RangeView.Program);
        var map = new ValueMap();
        foreach ((IrBlock block, IrInstruction call) in calls.Where(c => ranges.Get(c.Call.Operands[0], c.Call).UMax == 0).ToList())
        {
            map.Replace(call, new IrConstant(call.Type, 0));
            foreach (IrInstruction status in block.Instructions.Where(i => i.Op == IrOp.CallbackStatus && i.Operands[0] == call).ToList())
            {
                map.Replace(status, new IrConstant(status.Type, 0));
                block.Instructions.Remove(status);
            }

            block.Instructions.Remove(call);
        }

        map.Apply(function);
        return map.Count != 0;
    }

    /// <summary>Of the helpers that are given a function, those of maps are given the map first.</summary>
    public static bool CountsRounds(IrInstruction instruction) => Callbacks.Has(instruction) && instruction.Operands[0].Type != IrType.Ptr;
}
