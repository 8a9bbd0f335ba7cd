using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Widening, narrowing and byte order.</summary>
internal static class ConversionSelection
{
    public static void SignExtend(Selector selector, IrInstruction i, int bits, bool wide)
    {
        int result = selector.ResultOf(i);
        if (selector.Features.HasVersion4)
        {
            selector.Emit(Make.SignExtend(bits, wide, result, selector.UseLow(i.Operands[0])));
            return;
        }

        selector.PlaceLow(result, i.Operands[0]);
        int distance = (wide ? 64 : 32) - bits;
        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftLeft, wide, result, distance));
        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftRightSigned, wide, result, distance));
    }

    public static void Mask(Selector selector, IrInstruction i, int mask)
    {
        int result = selector.ResultOf(i);
        selector.PlaceLow(result, i.Operands[0]);
        selector.Emit(Make.AluImmediate(BpfAluOp.And, wide: false, result, mask));
    }

    public static void Truncate(Selector selector, IrInstruction i) => selector.Emit(Make.ZeroExtend(selector.ResultOf(i), selector.Use(i.Operands[0])));

    /// <summary>Swaps the low bits and clears the others: on the little-endian hosts that we know, "to big-endian" on every kernel.</summary>
    public static void ByteSwap(Selector selector, IrInstruction i, int bits)
    {
        int result = selector.ResultOf(i);
        ArithmeticSelection.Place(selector, result, i.Operands[0], wide: bits == 64);
        selector.Emit(Make.ByteSwap(bits, result));
    }

}
