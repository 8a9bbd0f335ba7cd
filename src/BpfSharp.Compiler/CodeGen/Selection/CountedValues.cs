using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// Numbers that are made of constants alone, on whichever way: a loop's counter. The verifier, which walks every round, knows which number it is; and before 6.4 it decides a
/// comparison of a constant with a number in bounds only where the constant is on the right (<c>is_branch_taken</c> in <c>check_cond_jmp_op</c>).
/// </summary>
internal static class CountedValues
{
    public static HashSet<IrValue> Find(ControlFlow flow)
    {
        var counted = new HashSet<IrValue>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            counted.UnionWith(block.Parameters.Where(p => p.Type != IrType.Ptr && flow.Predecessors(block).Any()));
            counted.UnionWith(block.Instructions.Where(static i => (i.Type == IrType.I32 || i.Type == IrType.I64) && i.Operands.Count is 1 or 2 && IrOpTable.Get(i.Op).IsPure));
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                for (int i = 0; i < block.Parameters.Count; i++)
                {
                    int number = i;
                    if (counted.Contains(block.Parameters[i]) && !flow.Predecessors(block).All(e => Knows(e.Target.Arguments[number])))
                        changed |= counted.Remove(block.Parameters[i]);
                }

                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (counted.Contains(instruction) && !instruction.Operands.TrueForAll(Knows))
                        changed |= counted.Remove(instruction);
                }
            }
        }

        return counted;

        bool Knows(IrValue value) => value is IrConstant || counted.Contains(value);
    }
}
