using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Pointer arithmetic. Constant steps become displacements of their users; only variable ones are computed, once.</summary>
internal static class PointerSelection
{
    public static void Add(Selector selector, IrInstruction i)
    {
        int result = selector.ResultOf(i);
        if (Selector.TryImmediate(i.Operands[1], out int distance))
        {
            Address address = selector.AddressOf(i);
            if (!ReferenceEquals(address.Base, i))
            {
                selector.PlaceAddress(result, address);
                return;
            }

            selector.Place(result, i.Operands[0]);
            selector.Emit(Make.AluImmediate(BpfAluOp.Add, wide: true, result, distance));
            return;
        }

        // The verifier takes scalar += pointer for the same as pointer += scalar: whichever is free to be overwritten goes first.
        (IrValue first, IrValue second) = (i.Operands[0], i.Operands[1]);
        bool fresh = selector.AddressOf(first).IsConstant;
        if (!fresh && selector.IsLiveAfter(first) && !selector.IsLiveAfter(second) && second is not IrConstant)
            (first, second) = (second, first);
        int other = selector.Use(second);
        selector.Place(result, first);
        selector.Emit(Make.Alu(BpfAluOp.Add, wide: true, result, other));
    }
}
