using System;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Arithmetic in two-address form. 32-bit operations read only low halves and clear the high half of their result.</summary>
internal static class ArithmeticSelection
{
    public static void Binary(Selector selector, IrInstruction i, BpfAluOp op, bool commutes)
    {
        bool wide = i.Type != IrType.I32;
        (IrValue left, IrValue right) = (i.Operands[0], i.Operands[1]);
        if (commutes && ShouldSwap(selector, left, right))
            (left, right) = (right, left);
        int result = selector.ResultOf(i);
        if (Selector.TryImmediate(right, out int immediate))
        {
            Place(selector, result, left, wide);
            if (selector.IsDistant(i))
            {
                int last = Math.Sign(immediate);
                selector.Emit(Make.AluImmediate(op, wide, result, immediate - last));
                immediate = last;
            }

            selector.Emit(Make.AluImmediate(op, wide, result, immediate));
            return;
        }

        int other = wide ? selector.Use(right) : selector.UseLow(right);
        Place(selector, result, left, wide);
        selector.Emit(Make.Alu(op, wide, result, other));
    }

    /// <summary>A 64-bit mask within the low half is a 32-bit instruction; the whole low half is a move.</summary>
    public static void And(Selector selector, IrInstruction i)
    {
        IrConstant? mask = i.Operands[1] as IrConstant ?? i.Operands[0] as IrConstant;
        if (i.Type == IrType.I32 || mask is null || mask.Value is < 0 or > uint.MaxValue)
        {
            Binary(selector, i, BpfAluOp.And, commutes: true);
            return;
        }

        IrValue value = ReferenceEquals(mask, i.Operands[1]) ? i.Operands[0] : i.Operands[1];
        int result = selector.ResultOf(i);
        if (mask.Value == uint.MaxValue)
        {
            selector.Emit(Make.ZeroExtend(result, selector.Use(value)));
            return;
        }

        selector.Place(result, value);
        selector.Emit(Make.AluImmediate(BpfAluOp.And, mask.Value <= int.MaxValue, result, unchecked((int)mask.Value)));
    }

    public static void Shift(Selector selector, IrInstruction i, BpfAluOp op)
    {
        bool wide = i.Type != IrType.I32;
        int result = selector.ResultOf(i);
        if (i.Operands[1] is IrConstant count)
        {
            Place(selector, result, i.Operands[0], wide);
            selector.Emit(Make.AluImmediate(op, wide, result, count.Value & (wide ? 63 : 31)));
            return;
        }

        // The machine takes the low 5 or 6 bits of the count, as C# does (RFC 9669).
        int register = selector.UseLow(i.Operands[1]);
        Place(selector, result, i.Operands[0], wide);
        selector.Emit(Make.Alu(op, wide, result, register));
    }

    public static void Negate(Selector selector, IrInstruction i)
    {
        bool wide = i.Type != IrType.I32;
        int result = selector.ResultOf(i);
        Place(selector, result, i.Operands[0], wide);
        selector.Emit(Make.Negate(wide, result));
    }

    public static void Not(Selector selector, IrInstruction i)
    {
        bool wide = i.Type != IrType.I32;
        int result = selector.ResultOf(i);
        Place(selector, result, i.Operands[0], wide);
        selector.Emit(Make.AluImmediate(BpfAluOp.Xor, wide, result, -1));
    }

    public static void Place(Selector selector, int register, IrValue value, bool wide)
    {
        if (wide)
            selector.Place(register, value);
        else
            selector.PlaceLow(register, value);
    }

    // The left operand is copied: it had better be the one that nobody needs afterwards, and what goes around a loop rather than what is new in each round.
    private static bool ShouldSwap(Selector selector, IrValue left, IrValue right)
    {
        if (left is IrConstant)
            return right is not IrConstant;
        if (right is IrConstant || selector.IsLiveAfter(right))
            return false;
        return selector.IsLiveAfter(left) || (right is IrParameter && left is not IrParameter);
    }
}
