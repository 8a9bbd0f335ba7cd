using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Constants in one aligned word of a local become one store, also where numbers that come later fill the gaps between them, or overwrite some of them: before anybody reads the word, all of it is written.
/// Not in the packet: what lies in its gaps may be longer than what was checked.
/// </summary>
internal sealed class StoreCovering
{
    private readonly PrivateMemory _memory;
    // Stores that no read of their local has followed so far, in their order.
    private readonly List<(IrInstruction Slot, List<Piece> Pieces)> _pending = new();
    private readonly HashSet<IrInstruction> _covered = new();
    private readonly Dictionary<IrInstruction, List<IrInstruction>> _insertions = new();

    private StoreCovering(CompilationContext context, IrFunction function)
    {
        _memory = new PrivateMemory(context, function);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new StoreCovering(context, function);
        foreach (IrBlock block in function.Blocks)
            pass.Cover(block);
        return pass._covered.Count != 0;
    }

    private void Cover(IrBlock block)
    {
        foreach (IrInstruction instruction in block.Instructions)
            Step(instruction);
        Flush(_pending.ToList());
        if (!block.Instructions.Exists(_covered.Contains))
            return;
        var output = new List<IrInstruction>(block.Instructions.Count);
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (_insertions.TryGetValue(instruction, out List<IrInstruction>? before))
                output.AddRange(before);
            if (!_covered.Contains(instruction))
                output.Add(instruction);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    private void Step(IrInstruction instruction)
    {
        if (instruction.Op is IrOp.Load or IrOp.Store)
        {
            IrValue pointer = instruction.Operands[0];
            PointerParts parts = PointerParts.Of(pointer);
            int size = instruction.TypeArgument!.PrimitiveSize;
            IrInstruction? target = instruction.Op == IrOp.Store && parts.Base is IrInstruction { Op: IrOp.Slot } slot ? slot : null;
            if (_pending.Count != 0)
                Flush(_pending.FindAll(p => p.Slot != target && _memory.MayTouch(pointer, size, new MemoryPlace(p.Slot, 0, p.Slot.Immediate))));
            if (target is not null)
                PiecesOf(target).Add(new Piece(instruction, new MemoryPlace(target, parts.Offset, size)));
        }
        else if (!PrivateMemory.IsApart(instruction))
        {
            Flush(_pending.ToList());
        }
    }

    private List<Piece> PiecesOf(IrInstruction slot)
    {
        int index = _pending.FindIndex(p => p.Slot == slot);
        if (index < 0)
        {
            index = _pending.Count;
            _pending.Add((slot, new List<Piece>()));
        }

        return _pending[index].Pieces;
    }

    private void Flush(List<(IrInstruction Slot, List<Piece> Pieces)> locals)
    {
        foreach ((IrInstruction slot, List<Piece> pieces) in locals)
        {
            foreach ((int size, IrType type) in StoreConstants.Widths)
            {
                foreach (IGrouping<long, Piece> word in pieces.Where(p => !_covered.Contains(p.Store)).GroupBy(p => p.Place.Offset / size).Where(static g => g.Count() > 1).ToList())
                    TryCover(word.ToList(), pieces, new MemoryPlace(slot, word.Key * size, size), type);
            }

            _pending.RemoveAll(p => p.Slot == slot);
        }
    }

    private void TryCover(List<Piece> pieces, List<Piece> all, MemoryPlace word, IrType type)
    {
        // A wider store, or what is no number.
        if (all.Exists(p => p.Place.Overlaps(word) && (!word.Contains(p.Place) || p.Store.TypeArgument!.Kind == IrTypeKind.Ptr)))
            return;
        ulong bits = 0;
        ulong constant = 0;
        ulong later = 0;
        var covered = new List<Piece>();
        foreach (Piece piece in pieces)
        {
            int shift = (int)(piece.Place.Offset - word.Offset) * 8;
            ulong mask = StoreConstants.Mask(piece.Place.Size) << shift;
            // A constant over a number has to stay behind it.
            if (piece.Store.Operands[1] is not IrConstant number || (mask & later) != 0)
            {
                later |= mask;
                continue;
            }

            bits = (bits & ~mask) | ((unchecked((ulong)number.Value) << shift) & mask);
            constant |= mask;
            covered.Add(piece);
        }

        if (covered.Count < 2 || (constant | later) != StoreConstants.Mask(word.Size) || StoreConstants.Immediate(bits, word.Size) is not { } value)
            return;
        Insert(pieces[0].Store, word, type, value, covered[0].Store.Span);
        covered.ForEach(p => _covered.Add(p.Store));
    }

    private void Insert(IrInstruction before, MemoryPlace word, IrType type, IrConstant value, int span)
    {
        if (!_insertions.TryGetValue(before, out List<IrInstruction>? made))
            _insertions.Add(before, made = new List<IrInstruction>());
        IrValue address = word.Base;
        if (word.Offset != 0)
        {
            made.Add(new IrInstruction(IrOp.PtrAdd, IrType.Ptr, address, IrConstant.I64(word.Offset)) { Span = span });
            address = made[made.Count - 1];
        }

        made.Add(new IrInstruction(IrOp.Store, IrType.Void, address, value) { TypeArgument = type, Span = span });
    }

    private sealed record Piece(IrInstruction Store, MemoryPlace Place);
}
