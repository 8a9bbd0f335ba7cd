using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>What is known of the alignment of stack addresses.</summary>
internal static class PointerAlignment
{
    private const int Slot = 8;

    /// <summary>A slot begins aligned, a parameter lies as its function's caller says; what several slots come together in may lie anywhere in them.</summary>
    public static int OfBase(IrFunction function, IrValue pointer)
    {
        if (pointer is IrInstruction { Op: IrOp.Slot })
            return Slot;
        return function.InfoOf(pointer) is { Pointee: not IrPointee.None } info ? info.Alignment : 1;
    }

    public static int OfStep(IrValue distance)
    {
        long factor = distance switch
        {
            IrConstant constant => constant.Value,
            IrInstruction { Op: IrOp.Mul } product when product.Operands[1] is IrConstant by => by.Value,
            IrInstruction { Op: IrOp.Shl } shift when shift.Operands[1] is IrConstant by => 1L << (int)(by.Value & 63),
            _ => 1,
        };
        return factor == 0 ? Slot : (int)Math.Min(Slot, factor & -factor);
    }
}
