using System.Collections.Generic;
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
            bool isEntered = flow.Predecessors(block).Count != 0;
            foreach (IrParameter parameter in block.Parameters)
            {
                if (isEntered && parameter.Type.Kind != IrTypeKind.Ptr)
                    counted.Add(parameter);
            }

            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Type.Kind is IrTypeKind.I32 or IrTypeKind.I64 && instruction.Operands.Count is 1 or 2 && IrOpTable.Get(instruction.Op).IsPure)
                    counted.Add(instruction);
            }
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                for (int i = 0; i < block.Parameters.Count; i++)
                    changed |= counted.Contains(block.Parameters[i]) && !KnowsAll(counted, flow.Predecessors(block), i) && counted.Remove(block.Parameters[i]);
                foreach (IrInstruction instruction in block.Instructions)
                    changed |= counted.Contains(instruction) && !KnowsAll(counted, instruction.Operands) && counted.Remove(instruction);
            }
        }

        return counted;
    }

    private static bool KnowsAll(HashSet<IrValue> counted, IrEdges edges, int parameter)
    {
        foreach (IrEdge edge in edges)
        {
            if (!Knows(counted, edge.Target.Arguments[parameter]))
                return false;
        }

        return true;
    }

    private static bool KnowsAll(HashSet<IrValue> counted, List<IrValue> values)
    {
        foreach (IrValue value in values)
        {
            if (!Knows(counted, value))
                return false;
        }

        return true;
    }

    private static bool Knows(HashSet<IrValue> counted, IrValue value) => value is IrConstant || counted.Contains(value);
}
