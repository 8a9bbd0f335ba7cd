using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Two halves become a word by a shift and an <c>or</c>: what that costs, and its code.</summary>
internal sealed class HalvesTogether
{
    private readonly ValueUses _uses;
    private readonly RangeAnalysis _ranges;

    public HalvesTogether(IrFunction function, ValueUses uses)
    {
        _uses = uses;
        _ranges = new RangeAnalysis(function);
    }

    /// <summary>Slots more than the stores take now; null where that is not for this to do.</summary>
    /// <param name="words">Of equal halves: the word is made for the first of them.</param>
    public int? Cost(List<SplitWord> words)
    {
        (IrValue low, IrValue high) = (words[0].Low, words[0].High);
        if (low is IrConstant && high is IrConstant)
            return null;
        List<IrInstruction> stores = words.SelectMany(static w => new[] { w.LowStore, w.HighStore }).ToList();
        int cost = -words.Count;
        // A value that is wanted later is copied before it is changed.
        int Changed(IrValue value) => low == high || _uses.IsWantedBehind(value, words[0].Last, stores) ? 2 : 1;
        bool isCut = low is not IrConstant && !IsHalf(low);
        if (isCut)
            cost += Changed(low);
        if (high is not IrConstant && SwappedAbove(high, stores) is null)
            cost += Changed(high);
        if (Bits(high) is not 0 && Bits(low) is not 0)
            cost += high is IrConstant && !isCut ? Changed(low) : 1;
        return cost;
    }

    public IrValue Write(LoadCode code, List<SplitWord> words)
    {
        (IrValue low, IrValue high) = (words[0].Low, words[0].High);
        List<IrInstruction> stores = words.SelectMany(static w => new[] { w.LowStore, w.HighStore }).ToList();
        IrValue above = high is IrConstant constant ? new IrConstant(IrType.I32, unchecked((int)(constant.Value << 16)))
            : SwappedAbove(high, stores) is { } number ? code.Make(IrOp.Bswap32, IrType.I32, number)
            : code.Make(IrOp.Shl, IrType.I32, high, new IrConstant(IrType.I32, 16));
        if (low is IrConstant)
            return Bits(low) is 0 ? above : code.Make(IrOp.Or, IrType.I32, above, new IrConstant(IrType.I32, Bits(low)!.Value));
        IrValue below = IsHalf(low) ? low : code.And(low, ushort.MaxValue);
        return Bits(high) is 0 ? below : code.Make(IrOp.Or, IrType.I32, below, above);
    }

    // Null where it is no constant.
    private static long? Bits(IrValue value) => value is IrConstant constant ? constant.Value & ushort.MaxValue : null;

    private bool IsHalf(IrValue value) => (PossibleBits.Of(value, _ranges) & ~(ulong)ushort.MaxValue) == 0;

    // A swap of 32 bits instead of 16 brings a half to its place: then its number, unswapped.
    private IrValue? SwappedAbove(IrValue high, List<IrInstruction> stores) =>
        high is IrInstruction { Op: IrOp.Bswap16 } swap && _uses.Of(swap).All(stores.Contains) && swap.Operands[0] is IrInstruction number && IsHalf(number) ? number : null;
}
