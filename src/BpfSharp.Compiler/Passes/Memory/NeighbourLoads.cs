using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>The halves of a word are two neighbours in memory, both with their bytes swapped, or both as they are.</summary>
/// <param name="IsCrossed">One load of both, swapped like them, has the halves the other way round.</param>
internal sealed record NeighbourLoads(IrInstruction First, IrInstruction Second, bool IsSwapped, bool IsCrossed)
{
    public MemoryPlace Place
    {
        get
        {
            PointerParts parts = PointerParts.Of(First.Operands[0]);
            return new MemoryPlace(parts.Base, parts.Offset, 4);
        }
    }

    /// <summary>Null where the halves are something else.</summary>
    public static NeighbourLoads? Of(SplitWord word)
    {
        bool isSwapped = word.Low is IrInstruction { Op: IrOp.Bswap16 };
        if (LoadOf(word.Low, isSwapped) is not { } low || LoadOf(word.High, isSwapped) is not { } high)
            return null;
        (PointerParts lowAt, PointerParts highAt) = (PointerParts.Of(low.Operands[0]), PointerParts.Of(high.Operands[0]));
        if (lowAt.Base != highAt.Base)
            return null;
        return (highAt.Offset - lowAt.Offset) switch
        {
            2 => new NeighbourLoads(low, high, isSwapped, isSwapped),
            -2 => new NeighbourLoads(high, low, isSwapped, !isSwapped),
            _ => null,
        };
    }

    private static IrInstruction? LoadOf(IrValue half, bool isSwapped)
    {
        if (isSwapped && half is not IrInstruction { Op: IrOp.Bswap16 })
            return null;
        IrValue value = isSwapped ? ((IrInstruction)half).Operands[0] : half;
        return value is IrInstruction { Op: IrOp.Load, TypeArgument.Kind: IrTypeKind.U16 or IrTypeKind.Char } load ? load : null;
    }
}
