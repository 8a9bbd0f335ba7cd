using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>
/// The conversion of an index to 64 bits comes to stand right before the step that uses it: behind the comparison that bounds the index. The verifier
/// bounds the register that was compared, and copies made afterwards, but not a copy that was made before.
/// </summary>
public static class StepSinking
{
    public static bool Run(IrFunction function)
    {
        bool changed = false;
        var compared = new HashSet<IrValue>(function.Blocks.SelectMany(static b => b.Instructions).Where(static i => IrCompare.IsCompare(i.Op)).SelectMany(static i => i.Operands));
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction step = block.Instructions[i];
                if (step.Op != IrOp.PtrAdd || (i > 0 && block.Instructions[i - 1] == step.Operands[1] && IsConversion(step.Operands[1])))
                    continue;
                var copies = new List<IrInstruction>();
                step.Operands[1] = Copy(step.Operands[1], compared, copies, step.Span);
                block.Instructions.InsertRange(i, copies);
                i += copies.Count;
                changed |= copies.Count != 0;
            }
        }

        return changed;
    }

    private static bool IsConversion(IrValue value) => value is IrInstruction { Op: IrOp.ZExt or IrOp.SExt };

    // The conversion and what is computed from it with constants (the size of an element); the value itself where it comes from none.
    private static IrValue Copy(IrValue value, HashSet<IrValue> compared, List<IrInstruction> copies, int span)
    {
        // Compared itself: then its own register has the bounds.
        if (value is not IrInstruction original || compared.Contains(value))
            return value;
        var copy = new IrInstruction(original.Op, original.Type, original.Operands.ToArray()) { Span = span };
        if (!IsConversion(original))
        {
            if (original.Op is not (IrOp.Shl or IrOp.Mul or IrOp.Add) || original.Operands[1] is not IrConstant)
                return value;
            IrValue operand = Copy(original.Operands[0], compared, copies, span);
            if (operand == original.Operands[0])
                return value;
            copy.Operands[0] = operand;
        }

        copies.Add(copy);
        return copy;
    }
}
