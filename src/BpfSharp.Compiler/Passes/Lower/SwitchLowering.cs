using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>A switch becomes comparisons: a chain where there are few cases, a binary search where there are many.</summary>
public static class SwitchLowering
{
    private const int ChainLength = 4;

    public static bool Run(IrFunction function)
    {
        bool changed = false;
        for (int i = 0; i < function.Blocks.Count; i++)
        {
            IrBlock block = function.Blocks[i];
            if (block.Terminator.Op != IrOp.Switch)
                continue;
            IrInstruction terminator = block.Terminator;
            block.Instructions.RemoveAt(block.Instructions.Count - 1);
            List<(long Value, IrTarget Target)> cases = terminator.Cases.Select((c, n) => (c, terminator.Targets[n + 1])).OrderBy(static c => c.c).ToList();
            Search(function, block, terminator, cases);
            changed = true;
        }

        return changed;
    }

    private static void Search(IrFunction function, IrBlock block, IrInstruction terminator, List<(long Value, IrTarget Target)> cases)
    {
        if (cases.Count > ChainLength)
        {
            int middle = cases.Count / 2;
            IrBlock below = Append(function);
            IrBlock above = Append(function);
            Branch(block, terminator, IrOp.LtS, cases[middle].Value, new IrTarget(below), new IrTarget(above));
            Search(function, below, terminator, cases.GetRange(0, middle));
            Search(function, above, terminator, cases.GetRange(middle, cases.Count - middle));
            return;
        }

        for (int i = 0; i < cases.Count; i++)
        {
            IrBlock? next = i + 1 < cases.Count ? Append(function) : null;
            Branch(block, terminator, IrOp.Eq, cases[i].Value, Copy(cases[i].Target), next is null ? Copy(terminator.Targets[0]) : new IrTarget(next));
            block = next ?? block;
        }

        if (cases.Count == 0)
        {
            var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = terminator.Span };
            jump.Targets.Add(Copy(terminator.Targets[0]));
            block.Instructions.Add(jump);
        }
    }

    private static void Branch(IrBlock block, IrInstruction terminator, IrOp compare, long value, IrTarget then, IrTarget otherwise)
    {
        IrValue subject = terminator.Operands[0];
        var test = new IrInstruction(compare, IrType.I32, subject, new IrConstant(subject.Type, value)) { Span = terminator.Span };
        var branch = new IrInstruction(IrOp.BrIf, IrType.Void, test) { Span = terminator.Span };
        branch.Targets.Add(then);
        branch.Targets.Add(otherwise);
        block.Instructions.Add(test);
        block.Instructions.Add(branch);
    }

    private static IrBlock Append(IrFunction function)
    {
        var block = new IrBlock();
        function.Blocks.Add(block);
        return block;
    }

    // A target belongs to one edge.
    private static IrTarget Copy(IrTarget target) => new(target.Block, target.Arguments.ToArray());
}
