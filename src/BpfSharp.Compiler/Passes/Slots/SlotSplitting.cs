using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>
/// Scalar replacement of aggregates: a slot whose address goes nowhere falls into one slot for each group of bytes that belong together;
/// copies and zeros become loads and stores of those. Promotion then makes values of them.
/// </summary>
public sealed class SlotSplitting
{
    // A larger buffer is memory by intention; pieces of it would be hundreds of values.
    private const int MaxSlotSize = 512;

    private readonly IrFunction _function;
    private readonly Dictionary<IrValue, SlotPartition> _partitions = new();
    private readonly List<SlotPartition> _inOrder = new();

    private SlotSplitting(IrFunction function) => _function = function;

    /// <param name="faultsAreExplicit">The safety pass has put guards before accesses that may fault.</param>
    public static bool Run(IrFunction function, bool faultsAreExplicit = false)
    {
        var pass = new SlotSplitting(function);
        var uses = new SlotUses(function);
        foreach (IrInstruction slot in uses.Slots)
        {
            if (slot.Immediate > MaxSlotSize || !uses.Of(slot).Any(u => !u.IsScalar || u.Size != slot.Immediate))
                continue;
            var partition = new SlotPartition(slot, uses.Of(slot));
            pass._partitions.Add(slot, partition);
            pass._inOrder.Add(partition);
        }

        if (pass._inOrder.Count == 0)
            return false;
        pass.Agree();
        pass.AgreeOnPointers();
        if (!pass._inOrder.Exists(IsDivided))
            return false;
        new SlotRewriting(function, pass._partitions, faultsAreExplicit).Run();
        return true;
    }

    private static bool IsDivided(SlotPartition partition) =>
        partition.Pieces is not [{ Type: null } piece] || piece.Slot.Immediate != partition.Slot.Immediate;

    private SlotPartition? Find(IrValue pointer, out int offset)
    {
        PointerParts parts = PointerParts.Of(pointer);
        offset = (int)parts.Offset;
        return _partitions.TryGetValue(parts.Base, out SlotPartition? partition) ? partition : null;
    }

    // Both sides of a copy between split slots must fall into the same pieces.
    private void Agree()
    {
        List<IrInstruction> copies = _function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.Copy).ToList();
        Spread(copies);
        foreach (SlotPartition partition in _inOrder)
        {
            bool any = false;
            foreach (SlotUse use in partition.Uses)
            {
                if (use.Kind == SlotUseKind.CopyFrom && Find(use.Instruction.Operands[0], out _) is null)
                {
                    partition.WantAll(use.Offset, use.Size);
                    any = true;
                }
            }

            if (any)
                Spread(copies);
        }
    }

    private void Spread(List<IrInstruction> copies)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrInstruction copy in copies)
            {
                if (Find(copy.Operands[0], out int to) is { } target && Find(copy.Operands[1], out int from) is { } source)
                {
                    changed |= target.Learn(to, source, from, copy.Immediate);
                    changed |= source.Learn(from, target, to, copy.Immediate);
                }
            }
        }
    }

    // A pointer that is only copied on one side and used on the other: all of its places hold pointers.
    private void AgreeOnPointers()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (SlotPartition target in _inOrder)
            {
                foreach (SlotUse use in target.Uses)
                {
                    if (use.Kind == SlotUseKind.CopyTo && Find(use.Instruction.Operands[1], out int from) is { } source)
                        changed |= AgreeOnPointers(target, use.Offset, source, from, use.Size);
                }
            }
        }
    }

    private static bool AgreeOnPointers(SlotPartition target, int to, SlotPartition source, int from, int size)
    {
        bool changed = false;
        foreach (SlotPiece piece in target.Pieces)
        {
            if (piece.Offset < to || piece.End > to + size)
                continue;
            SlotPiece? other = source.Pieces.FirstOrDefault(p => p.Offset - from == piece.Offset - to && p.Size == piece.Size);
            if (other is null || other.Type == piece.Type || other.Type is null || piece.Type is null)
                continue;
            other.Type = piece.Type = IrType.Ptr;
            changed = true;
        }

        return changed;
    }
}
