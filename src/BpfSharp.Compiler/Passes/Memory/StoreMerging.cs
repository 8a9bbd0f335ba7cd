using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Stores side by side into a local or the packet become a wider one: constants, and a number followed by zeros, which a machine register has above it anyway; and a constant that is stored
/// into part of another becomes part of it. Nobody else sees this
/// memory, so that how often it is written does not matter.
/// </summary>
internal sealed class StoreMerging
{
    private readonly PrivateMemory _memory;
    private readonly RangeAnalysis _ranges;
    private readonly List<Piece> _pending = new();
    private readonly HashSet<IrInstruction> _merged = new();
    private readonly Dictionary<IrInstruction, List<IrInstruction>> _replacements = new();

    private StoreMerging(CompilationContext context, IrFunction function)
    {
        _memory = new PrivateMemory(context, function);
        _ranges = new RangeAnalysis(function);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new StoreMerging(context, function);
        foreach (IrBlock block in function.Blocks)
            pass.Merge(block);
        return pass._merged.Count != 0;
    }

    private void Merge(IrBlock block)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
            Step(block.Instructions[i], i);
        Flush();
        if (!block.Instructions.Exists(_merged.Contains))
            return;
        List<IrInstruction> output = block.Instructions.SelectMany(i => _replacements.TryGetValue(i, out List<IrInstruction>? wider) ? wider : _merged.Contains(i) ? new List<IrInstruction>() : new List<IrInstruction> { i }).ToList();
        block.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    // A store may wait for the last of those that it is merged with, as long as nothing in between may touch what it writes.
    private void Step(IrInstruction instruction, int position)
    {
        if (instruction.Op is IrOp.Load or IrOp.Store)
        {
            IrValue pointer = instruction.Operands[0];
            int size = instruction.TypeArgument!.PrimitiveSize;
            PointerParts parts = PointerParts.Of(pointer);
            List<Piece> touched = _pending.FindAll(p => _memory.MayTouch(pointer, size, p.Place));
            if (touched.Count == 1 && TryOverlay(touched[0], instruction, new MemoryPlace(parts.Base, parts.Offset, size)))
                return;
            if (touched.Count != 0)
                Flush(touched);
            if (instruction.Op == IrOp.Store && instruction.TypeArgument.Kind != IrTypeKind.Ptr && _memory.IsPrivate(pointer) && IsPlain(parts.Base))
                _pending.Add(new Piece(instruction, new MemoryPlace(parts.Base, parts.Offset, size), position));
        }
        else if (!PrivateMemory.IsApart(instruction))
        {
            Flush();
        }
    }

    // What the verifier wants aligned is: frame slots lie at multiples of eight bytes.
    private static bool IsPlain(IrValue start) => start is IrInstruction { Op: IrOp.Slot or IrOp.CtxLoad };

    private bool TryOverlay(Piece below, IrInstruction store, MemoryPlace place)
    {
        if (store.Op != IrOp.Store || store.Operands[1] is not IrConstant above || below.Store.Operands[1] is not IrConstant constant || !below.Place.Contains(place))
            return false;
        int shift = (int)(place.Offset - below.Place.Offset) * 8;
        ulong written = StoreConstants.Mask(place.Size) << shift;
        ulong bits = (unchecked((ulong)constant.Value) & ~written & StoreConstants.Mask(below.Place.Size)) | ((unchecked((ulong)above.Value) << shift) & written);
        if (StoreConstants.Immediate(bits, below.Place.Size) is not { } both)
            return false;
        below.Store.Operands[1] = both;
        _merged.Add(store);
        return true;
    }

    // What is not touched may wait on.
    private void Flush(IReadOnlyCollection<Piece>? touched = null)
    {
        foreach (IGrouping<IrValue, Piece> group in _pending.GroupBy(static p => p.Place.Base))
        {
            List<Piece> pieces = group.OrderBy(static p => p.Place.Offset).ToList();
            for (int i = 0; i < pieces.Count;)
                i += TryWiden(pieces, i, group.Key is IrInstruction { Op: IrOp.Slot });
        }

        _pending.RemoveAll(p => touched is null || touched.Contains(p) || _merged.Contains(p.Store));
    }

    // The number of pieces that are done with.
    private int TryWiden(List<Piece> pieces, int first, bool aligned)
    {
        foreach ((int size, IrType type) in StoreConstants.Widths)
        {
            if (aligned && pieces[first].Place.Offset % size != 0)
                continue;
            List<Piece> covered = Covered(pieces, first, size);
            if (covered.Count < 2 || Value(covered, size) is not { } value)
                continue;
            Replace(covered, type, value);
            return covered.Count;
        }

        return 1;
    }

    // Empty where they don't fill the size without a gap.
    private static List<Piece> Covered(List<Piece> pieces, int first, int size)
    {
        long start = pieces[first].Place.Offset;
        long end = start;
        var covered = new List<Piece>();
        for (int i = first; i < pieces.Count && pieces[i].Place.Offset == end && end < start + size; i++)
        {
            covered.Add(pieces[i]);
            end += pieces[i].Place.Size;
        }

        return end == start + size ? covered : new List<Piece>();
    }

    private IrValue? Value(List<Piece> pieces, int size)
    {
        IrValue lowest = pieces[0].Store.Operands[1];
        ulong bits = 0;
        foreach (Piece piece in pieces.Skip(lowest is IrConstant ? 0 : 1))
        {
            if (piece.Store.Operands[1] is not IrConstant constant)
                return null;
            int shift = (int)(piece.Place.Offset - pieces[0].Place.Offset) * 8;
            bits |= (unchecked((ulong)constant.Value) & StoreConstants.Mask(piece.Place.Size)) << shift;
        }

        if (lowest is not IrConstant)
            return bits == 0 && (PossibleBits.Of(lowest, _ranges) & ~StoreConstants.Mask(pieces[0].Place.Size)) == 0 ? lowest : null;
        return StoreConstants.Immediate(bits, size);
    }

    private void Replace(List<Piece> pieces, IrType type, IrValue value)
    {
        Piece last = pieces.OrderBy(static p => p.Position).Last();
        var made = new List<IrInstruction>();
        if (type == IrType.U64 && value.Type == IrType.I32)
            made.Add(new IrInstruction(IrOp.ZExt, IrType.I64, value) { Span = last.Store.Span });
        made.Add(new IrInstruction(IrOp.Store, IrType.Void, pieces[0].Store.Operands[0], made.Count == 0 ? value : made[0]) { TypeArgument = type, Span = last.Store.Span });
        pieces.ForEach(p => _merged.Add(p.Store));
        _replacements.Add(last.Store, made);
    }

    private sealed record Piece(IrInstruction Store, MemoryPlace Place, int Position);
}
