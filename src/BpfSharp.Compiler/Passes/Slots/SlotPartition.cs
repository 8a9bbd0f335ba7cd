using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>How the bytes of one slot fall into pieces that are always touched together.</summary>
internal sealed class SlotPartition
{
    // Bit per byte: somebody reads or writes it by itself or sends it to other memory; it belongs with the next byte; a copy or zero begins or ends before it.
    private readonly bool[] _wanted;
    private readonly bool[] _joined;
    private readonly bool[] _edge;
    private List<SlotPiece>? _pieces;

    public SlotPartition(IrInstruction slot, IReadOnlyList<SlotUse> uses)
    {
        Slot = slot;
        Uses = uses;
        _wanted = new bool[slot.Immediate];
        _joined = new bool[slot.Immediate];
        _edge = new bool[slot.Immediate + 1];
        foreach (SlotUse use in uses)
        {
            if (use.IsScalar)
            {
                Join(use.Offset, use.Size);
            }
            else
            {
                _edge[use.Offset] = true;
                _edge[use.Offset + use.Size] = true;
            }
        }
    }

    public IrInstruction Slot { get; }

    public IReadOnlyList<SlotUse> Uses { get; }

    /// <summary>In order of offset; bytes that nobody wants are in none. Asked for when all joins are done.</summary>
    public IReadOnlyList<SlotPiece> Pieces => _pieces ??= FindPieces();

    public void Join(int offset, int size)
    {
        for (int i = offset; i < offset + size; i++)
        {
            _wanted[i] = true;
            if (i + 1 < offset + size)
                _joined[i] = true;
        }
    }

    /// <summary>Bytes of the range that leave as they are, in the widest aligned pieces that no other use cuts.</summary>
    public void WantAll(int offset, int size)
    {
        int end = offset + size;
        for (int at = offset; at < end;)
        {
            int width = 1;
            if (!_wanted[at])
            {
                width = 8;
                while (width > 1 && !IsFree(at, width, end))
                    width /= 2;
                Join(at, width);
            }

            at += width;
        }
    }

    /// <summary>Takes over what the other slot knows about the bytes that a copy moves.</summary>
    public bool Learn(int offset, SlotPartition other, int otherOffset, int size)
    {
        bool changed = false;
        for (int i = 0; i < size; i++)
        {
            if (other._wanted[otherOffset + i] && !_wanted[offset + i])
                _wanted[offset + i] = changed = true;
            if (i + 1 < size && other._joined[otherOffset + i] && !_joined[offset + i])
                _joined[offset + i] = changed = true;
            if (other._edge[otherOffset + i] && !_edge[offset + i])
                _edge[offset + i] = changed = true;
        }

        return changed;
    }

    private bool IsFree(int at, int width, int end)
    {
        if (at % width != 0 || at + width > end)
            return false;
        for (int i = at; i < at + width; i++)
        {
            if (_wanted[i] || (i > at && _edge[i]))
                return false;
        }

        return true;
    }

    private List<SlotPiece> FindPieces()
    {
        var pieces = new List<SlotPiece>();
        for (int start = 0; start < _wanted.Length;)
        {
            int end = start + 1;
            if (_wanted[start])
            {
                while (_joined[end - 1])
                    end++;
                pieces.Add(Classify(start, end - start));
            }

            start = end;
        }

        return pieces;
    }

    private SlotPiece Classify(int start, int size)
    {
        IrType? type = size switch { 1 => IrType.U8, 2 => IrType.U16, 4 => IrType.U32, 8 => IrType.I64, _ => null };
        bool pointer = false;
        bool number = false;
        foreach (SlotUse use in Uses)
        {
            bool apart = use.Offset >= start + size || use.Offset + use.Size <= start;
            if (apart)
                continue;
            bool whole = use.IsScalar ? use.Offset == start && use.Size == size : use.Offset <= start && use.Offset + use.Size >= start + size;
            if (!whole)
                type = null;
            if (use.IsScalar && use.Instruction.TypeArgument!.Kind == IrTypeKind.Ptr)
                pointer = true;
            else if (use.IsScalar)
                number = true;
        }

        if (pointer && type is not null)
            type = number ? null : IrType.Ptr;
        return new SlotPiece(Slot, start, size, type);
    }
}
