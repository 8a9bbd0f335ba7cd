using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>The same value, of which the verifier knows nothing.</summary>
internal static class OpaqueSelection
{
    public static void Select(Selector selector, IrInstruction i)
    {
        if (i.Operands[1] is IrConstant)
            SwapTwice(selector, i);
        else
            AddAndSubtract(selector, i);
    }

    // The verifier gives up on a number whose bytes are swapped; swapped back it is the number again. Before 6.18 it gives up on its upper half, too: OpaqueValues.
    private static void SwapTwice(Selector selector, IrInstruction i)
    {
        int result = selector.ResultOf(i);
        int bits = i.Type == IrType.I32 ? 32 : 64;
        selector.Place(result, i.Operands[0]);
        selector.Emit(Make.ByteSwap(bits, result));
        selector.Emit(Make.ByteSwap(bits, result));
    }

    // An unknown number is added and taken off again.
    private static void AddAndSubtract(Selector selector, IrInstruction i)
    {
        bool wide = i.Type != IrType.I32;
        int result = selector.ResultOf(i);
        int noise = selector.Use(i.Operands[1]);
        selector.Emit(Make.Move(result, selector.Use(i.Operands[0])));
        selector.Emit(Make.Alu(BpfAluOp.Add, wide, result, noise));
        selector.Emit(Make.Alu(BpfAluOp.Sub, wide, result, noise));
    }
}
