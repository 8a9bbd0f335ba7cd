using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// One's complement sums are folded to 16 bits once, at the end: a folded sum is its number modulo 0xffff, and zero only if that is zero, so what it is added to may as well
/// take the sum itself.
/// </summary>
internal static class ChecksumRules
{
    public static IrValue? FoldOnce(IrInstruction i, FoldOutput output)
    {
        if (!ChecksumSteps.IsStep(i, out _) || output.Ranges.Get(i).UMax > ushort.MaxValue)
            return null;
        (IrValue sum, int steps) = Unfold(i, output);
        var parts = new List<IrValue>();
        if (sum.Type != i.Type || !TryAddParts(sum, parts, output))
            return null;
        for (int p = 0; p < parts.Count; p++)
        {
            if (output.Ranges.Get(parts[p]).UMax > ushort.MaxValue)
                continue;
            (IrValue inner, int innerSteps) = Unfold(parts[p], output);
            if (innerSteps == 0 || inner.Type != sum.Type)
                continue;
            parts[p] = inner;
            return StepsFor(parts, sum.Type, output) is { } needed && needed < steps + innerSteps ? Folded(parts, needed, sum.Type, output) : null;
        }

        return null;
    }

    // What was folded, and in how many steps; a widening and a narrowing that loses nothing may lie between.
    private static (IrValue Sum, int Steps) Unfold(IrValue folded, FoldOutput output)
    {
        int steps = 0;
        while (folded is IrInstruction inner)
        {
            if (ChecksumSteps.IsStep(inner, out IrValue sum))
            {
                folded = sum;
                steps++;
            }
            else if (inner.Op == IrOp.ZExt || (inner.Op == IrOp.Trunc && output.Ranges.Get(inner.Operands[0]).UMax <= uint.MaxValue))
            {
                folded = inner.Operands[0];
            }
            else
            {
                break;
            }
        }

        return (folded, steps);
    }

    // False where the sum wraps.
    private static bool TryAddParts(IrValue sum, List<IrValue> parts, FoldOutput output)
    {
        if (sum is not IrInstruction { Op: IrOp.Add } add || ChecksumSteps.IsStep(add, out _))
        {
            parts.Add(sum);
            return true;
        }

        ulong left = output.Ranges.Get(add.Operands[0]).UMax;
        ulong right = output.Ranges.Get(add.Operands[1]).UMax;
        return left <= ValueRange.Full(sum.Type).UMax - right && TryAddParts(add.Operands[0], parts, output) && TryAddParts(add.Operands[1], parts, output);
    }

    // Null where the sum would wrap.
    private static int? StepsFor(List<IrValue> parts, IrType type, FoldOutput output)
    {
        ulong sum = 0;
        foreach (IrValue part in parts)
        {
            ulong greatest = output.Ranges.Get(part).UMax;
            if (greatest > ValueRange.Full(type).UMax - sum)
                return null;
            sum += greatest;
        }

        int steps = 0;
        for (; sum > ushort.MaxValue; steps++)
            sum = ChecksumSteps.Greatest(sum);
        return steps;
    }

    private static IrValue Folded(List<IrValue> parts, int steps, IrType type, FoldOutput output)
    {
        IrValue sum = parts[0];
        for (int p = 1; p < parts.Count; p++)
            sum = output.Emit(IrOp.Add, type, sum, parts[p]);
        for (; steps > 0; steps--)
        {
            IrInstruction low = output.Emit(IrOp.And, type, sum, new IrConstant(type, ushort.MaxValue));
            sum = output.Emit(IrOp.Add, type, low, output.Emit(IrOp.ShrU, type, sum, new IrConstant(type, ChecksumSteps.WordBits)));
        }

        return sum;
    }
}
