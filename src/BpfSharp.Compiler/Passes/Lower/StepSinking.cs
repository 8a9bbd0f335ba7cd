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
                if (step.Op != IrOp.PtrAdd || step.Operands[1] is not IrInstruction { Op: IrOp.ZExt or IrOp.SExt } conversion || (i > 0 && block.Instructions[i - 1] == conversion))
                    continue;
                // Compared itself: then its own register has the bounds.
                if (compared.Contains(conversion))
                    continue;
                var copy = new IrInstruction(conversion.Op, conversion.Type, conversion.Operands.ToArray()) { Span = step.Span };
                step.Operands[1] = copy;
                block.Instructions.Insert(i++, copy);
                changed = true;
            }
        }

        return changed;
    }
}
