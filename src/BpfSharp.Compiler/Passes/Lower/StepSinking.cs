using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>
/// The conversion of an index to 64 bits comes to stand right before the step that uses it: behind the comparison that bounds the index. The verifier
/// bounds the register that was compared, and copies made afterwards, but not a copy that was made before. A sign that the comparison has excluded is not extended: where
/// the verifier does not know the upper half of what was compared (a register of which only the lower counts), it knows nothing of one that a sign was extended in either.
/// </summary>
public static class StepSinking
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        bool changed = false;
        var flow = new ControlFlow(function);
        var ranges = new ConditionalRanges(function, flow, new Dominators(flow), context.VerifierView);
        var compared = new HashSet<IrValue>(function.Blocks.SelectMany(static b => b.Instructions).Where(static i => IrCompare.IsCompare(i.Op)).SelectMany(static i => i.Operands));
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction step = block.Instructions[i];
                if (step.Op != IrOp.PtrAdd || !flow.IsReachable(block))
                    continue;
                bool isThere = i > 0 && block.Instructions[i - 1] == step.Operands[1] && IsConversion(step.Operands[1]);
                if (isThere && !IsUnsigned((IrInstruction)step.Operands[1], step, ranges))
                    continue;
                var copies = new List<IrInstruction>();
                step.Operands[1] = Copy(step.Operands[1], compared, copies, step, ranges);
                block.Instructions.InsertRange(i, copies);
                i += copies.Count;
                changed |= copies.Count != 0;
            }
        }

        return changed;
    }

    // A sign is to be extended that is never set here.
    private static bool IsUnsigned(IrInstruction conversion, IrInstruction step, ConditionalRanges ranges) =>
        conversion.Op == IrOp.SExt && ranges.Get(conversion.Operands[0], step).IsNonNegative;

    private static bool IsConversion(IrValue value) => value is IrInstruction { Op: IrOp.ZExt or IrOp.SExt };

    // The conversion and what is computed from it with constants (the size of an element); the value itself where it comes from none.
    private static IrValue Copy(IrValue value, HashSet<IrValue> compared, List<IrInstruction> copies, IrInstruction step, ConditionalRanges ranges)
    {
        // Compared itself: then its own register has the bounds.
        if (value is not IrInstruction original || compared.Contains(value))
            return value;
        IrOp op = IsUnsigned(original, step, ranges) ? IrOp.ZExt : original.Op;
        var copy = new IrInstruction(op, original.Type, original.Operands.ToArray()) { Span = step.Span };
        if (!IsConversion(original))
        {
            if (original.Op is not (IrOp.Shl or IrOp.Mul or IrOp.Add) || original.Operands[1] is not IrConstant)
                return value;
            IrValue operand = Copy(original.Operands[0], compared, copies, step, ranges);
            if (operand == original.Operands[0])
                return value;
            copy.Operands[0] = operand;
        }

        copies.Add(copy);
        return copy;
    }
}
