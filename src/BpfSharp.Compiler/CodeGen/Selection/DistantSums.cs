using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// From 6.11 on the verifier remembers of a sum with a constant how far it is from the number that it came of (<c>BPF_ADD_CONST</c>), takes that for a distance of the pointer that is stepped by it, and refuses one of
/// 2^29 or more, whatever bounds the sum has (<c>check_reg_sane_offset</c>). Of what is added to twice it remembers nothing.
/// </summary>
internal static class DistantSums
{
    private const long MaxDistance = 1 << 29;

    /// <summary>Sums with such a constant that a pointer is stepped by.</summary>
    public static HashSet<IrValue> Find(ControlFlow flow)
    {
        var sums = new HashSet<IrValue>();
        if (!flow.ReversePostorder.Any(static b => b.Instructions.Exists(IsDistant)))
            return sums;
        var seen = new HashSet<IrValue>();
        var pending = new Stack<IrValue>(flow.ReversePostorder.SelectMany(static b => b.Instructions).Where(static i => i.Op is IrOp.PtrAdd or IrOp.PktFits).Select(static i => i.Operands[i.Operands.Count - 1]));
        while (pending.Count != 0)
        {
            IrValue value = pending.Pop();
            if (!seen.Add(value))
                continue;
            if (value is IrParameter parameter)
                Arguments(parameter, flow).ForEach(pending.Push);
            else if (value is IrInstruction { Op: IrOp.ZExt or IrOp.SExt or IrOp.Trunc } same)
                pending.Push(same.Operands[0]);
            else if (value is IrInstruction sum && IsDistant(sum))
                sums.Add(sum);
        }

        return sums;
    }

    private static bool IsDistant(IrInstruction instruction) =>
        instruction.Op is IrOp.Add or IrOp.Sub && instruction.Operands[1] is IrConstant constant && Selector.TryImmediate(constant, out int distance) && Math.Abs((long)distance) >= MaxDistance;

    private static List<IrValue> Arguments(IrParameter parameter, ControlFlow flow)
    {
        foreach (IrBlock block in flow.ReversePostorder)
        {
            int index = block.Parameters.IndexOf(parameter);
            if (index >= 0)
                return flow.Predecessors(block).Select(e => e.Target.Arguments[index]).ToList();
        }

        return new List<IrValue>();
    }
}
