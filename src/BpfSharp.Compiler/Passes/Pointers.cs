using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>A pointer taken apart: a value that is no constant step from another pointer, and the sum of the steps.</summary>
internal readonly record struct PointerParts(IrValue Base, long Offset)
{
    public static PointerParts Of(IrValue pointer)
    {
        long offset = 0;
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } step && step.Operands[1] is IrConstant distance)
        {
            offset = unchecked(offset + distance.Value);
            pointer = step.Operands[0];
        }

        return new PointerParts(pointer, offset);
    }
}
