using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// A helper that calls a function so many times is called only where that is not zero, and is given the function there. The verifier may know of a zero what is not known here (a constant that is
/// set before load, a number on the only way that it walks): it would take the function for dead code, and then not find it where its address is taken (<see cref="EmptyLoops"/>).
/// </summary>
internal static class CountedCalls
{
    public static bool Run(IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(EmptyLoops.CountsRounds)))
            return false;
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), RangeView.Program);
        List<IrInstruction> calls = flow.ReversePostorder.SelectMany(static b => b.Instructions.Where(EmptyLoops.CountsRounds)).Where(c => ranges.Get(c.Operands[0], c).UMin == 0).ToList();
        foreach (IrInstruction call in calls)
            Split(function, function.Blocks.First(b => b.Instructions.Contains(call)), call);
        return calls.Count != 0;
    }

    private static void Split(IrFunction function, IrBlock block, IrInstruction call)
    {
        int index = block.Instructions.IndexOf(call);
        var results = new List<IrInstruction> { call };
        if (block.Instructions[index + 1] is { Op: IrOp.CallbackStatus } status)
            results.Add(status);
        IrInstruction[] kept = block.Instructions.Skip(index + results.Count).Take(2).Where(static i => i is { Op: IrOp.PktKept } || (i.Op is IrOp.Guard or IrOp.BrIf && i.Operands[0] is IrInstruction { Op: IrOp.PktKept })).ToArray();
        var called = new IrBlock { IsOutOfLine = block.IsOutOfLine };
        var rest = new IrBlock { IsOutOfLine = block.IsOutOfLine };
        rest.Instructions.AddRange(block.Instructions.Skip(index + results.Count + kept.Length));
        block.Instructions.RemoveRange(index, block.Instructions.Count - index);
        var map = new ValueMap();
        foreach (IrInstruction result in results)
        {
            var outcome = new IrParameter(result.Type);
            rest.Parameters.Add(outcome);
            map.Replace(result, outcome);
        }

        map.Apply(function);
        rest.Instructions.ForEach(map.Apply);

        IrInstruction address = Callbacks.FunctionOf(call)!;
        var own = new IrInstruction(IrOp.FuncAddr, address.Type) { Symbol = address.Symbol, Immediate = address.Immediate, Span = call.Span };
        call.Operands[call.Operands.IndexOf(address)] = own;
        called.Instructions.Add(own);
        called.Instructions.AddRange(results);
        called.Instructions.AddRange(kept);
        var goOn = new IrTarget(rest, results.ToArray<IrValue>());
        if (kept.LastOrDefault() is { Op: IrOp.BrIf } isKept)
        {
            Add(rest, call, IrOp.Br).Targets.Add(isKept.Targets[0]);
            isKept.Targets[0] = goOn;
        }
        else
        {
            Add(called, call, IrOp.Br).Targets.Add(goOn);
        }

        var some = new IrInstruction(IrOp.Ne, IrType.I32, call.Operands[0], new IrConstant(call.Operands[0].Type, 0)) { Span = call.Span };
        block.Instructions.Add(some);
        IrInstruction branch = Add(block, call, IrOp.BrIf, some);
        branch.Targets.Add(new IrTarget(called));
        branch.Targets.Add(new IrTarget(rest, results.Select(static r => (IrValue)new IrConstant(r.Type, 0)).ToArray()));
        function.Blocks.InsertRange(function.Blocks.IndexOf(block) + 1, new[] { called, rest });
    }

    private static IrInstruction Add(IrBlock block, IrInstruction at, IrOp op, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, IrType.Void, operands) { Span = at.Span };
        block.Instructions.Add(instruction);
        return instruction;
    }
}
