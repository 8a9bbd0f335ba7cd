using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>Kernels before 6.6 have no signed division: it is done on magnitudes, and the sign put right without a branch.</summary>
public static class SignedDivisionLowering
{
    private static readonly Version s_signedDivisionSince = new(6, 6);

    public static bool Run(IrFunction function, Version target)
    {
        if (target >= s_signedDivisionSince)
            return false;
        var map = new ValueMap();
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction division = block.Instructions[i];
                if (division.Op is not (IrOp.DivS or IrOp.RemS))
                    continue;
                var parts = new List<IrInstruction>();
                map.Replace(division, Expand(division, parts));
                block.Instructions.RemoveAt(i);
                block.Instructions.InsertRange(i, parts);
                i += parts.Count - 1;
            }
        }

        map.Apply(function);
        return map.Count != 0;
    }

    // With s = x >> 63 (0 or -1), (x ^ s) - s is the magnitude, and the same puts a sign back.
    private static IrInstruction Expand(IrInstruction division, List<IrInstruction> parts)
    {
        IrType type = division.Type;
        IrInstruction Emit(IrOp op, IrValue a, IrValue b)
        {
            var part = new IrInstruction(op, type, a, b) { Span = division.Span };
            parts.Add(part);
            return part;
        }

        IrInstruction Sign(IrValue value) => Emit(IrOp.ShrS, value, new IrConstant(type, type == IrType.I32 ? 31 : 63));
        IrInstruction Apply(IrValue value, IrValue sign) => Emit(IrOp.Sub, Emit(IrOp.Xor, value, sign), sign);

        IrInstruction dividendSign = Sign(division.Operands[0]);
        IrInstruction divisorSign = Sign(division.Operands[1]);
        IrInstruction dividend = Apply(division.Operands[0], dividendSign);
        IrInstruction divisor = Apply(division.Operands[1], divisorSign);
        return division.Op == IrOp.DivS
            ? Apply(Emit(IrOp.DivU, dividend, divisor), Emit(IrOp.Xor, dividendSign, divisorSign))
            : Apply(Emit(IrOp.RemU, dividend, divisor), dividendSign);
    }
}
