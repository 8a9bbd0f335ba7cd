using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>A load whose bits are shifted to a place above those of another.</summary>
/// <param name="Chain">The load, and what widens and shifts it.</param>
internal sealed record LoadPiece(IrInstruction Load, int Shift, List<IrInstruction> Chain)
{
    public PointerParts Address => PointerParts.Of(Load.Operands[0]);

    public int Size => Load.TypeArgument!.PrimitiveSize;

    /// <summary>Null where the value is something else, or loses bits.</summary>
    public static LoadPiece? Of(IrValue value)
    {
        var chain = new List<IrInstruction>();
        int shift = 0;
        int room = 64;
        for (; value is IrInstruction instruction; value = instruction.Operands[0])
        {
            chain.Add(instruction);
            switch (instruction.Op)
            {
                case IrOp.ZExt:
                    break;
                case IrOp.Shl when shift == 0 && instruction.Operands[1] is IrConstant { Value: > 0 and < 64 } count:
                    shift = (int)count.Value;
                    room = instruction.Type == IrType.I32 ? 32 : 64;
                    break;
                case IrOp.Load when instruction.TypeArgument!.Kind is IrTypeKind.U8 or IrTypeKind.U16 or IrTypeKind.Char or IrTypeKind.U32 or IrTypeKind.I32:
                    return shift + instruction.TypeArgument.PrimitiveSize * 8 <= room ? new LoadPiece(instruction, shift, chain) : null;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The other one's bytes and bits begin where this one's end.</summary>
    public bool IsFollowedBy(LoadPiece other)
    {
        (PointerParts low, PointerParts high) = (Address, other.Address);
        return Shift == 0 && other.Shift == Size * 8 && low.Base == high.Base && low.Offset + Size == high.Offset;
    }
}
