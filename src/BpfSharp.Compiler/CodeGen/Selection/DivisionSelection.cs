using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Signed division: one instruction from kernel 6.6 on; before, an unsigned division of the magnitudes with the signs put back.</summary>
internal static class DivisionSelection
{
    public static void Signed(Selector selector, IrInstruction i, BpfAluOp signed, BpfAluOp unsigned)
    {
        if (selector.Features.HasVersion4)
        {
            ArithmeticSelection.Binary(selector, i, signed, commutes: false);
            return;
        }

        bool wide = i.Type != IrType.I32;
        int result = selector.ResultOf(i);
        int divisor = selector.NewRegister();
        ArithmeticSelection.Place(selector, divisor, i.Operands[1], wide);
        int divisorSign = Magnitude(selector, divisor, wide);
        ArithmeticSelection.Place(selector, result, i.Operands[0], wide);
        int sign = Magnitude(selector, result, wide);
        selector.Emit(Make.Alu(unsigned, wide, result, divisor));
        // A remainder has the sign of the dividend alone.
        if (unsigned == BpfAluOp.Div)
            selector.Emit(Make.Alu(BpfAluOp.Xor, wide, sign, divisorSign));
        selector.Emit(Make.Alu(BpfAluOp.Xor, wide, result, sign));
        selector.Emit(Make.Alu(BpfAluOp.Sub, wide, result, sign));
    }

    // x = |x|; gives 0 or -1, the sign that it had. MIN becomes 2^31 or 2^63, as unsigned numbers.
    private static int Magnitude(Selector selector, int register, bool wide)
    {
        int sign = selector.NewRegister();
        selector.Emit(Make.Move(sign, register));
        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftRightSigned, wide, sign, wide ? 63 : 31));
        selector.Emit(Make.Alu(BpfAluOp.Xor, wide, register, sign));
        selector.Emit(Make.Alu(BpfAluOp.Sub, wide, register, sign));
        return sign;
    }
}
