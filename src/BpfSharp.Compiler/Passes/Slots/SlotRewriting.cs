using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>Second half of splitting: every use of a split slot becomes uses of its pieces.</summary>
internal sealed class SlotRewriting
{
    private readonly IrFunction _function;
    private readonly Dictionary<IrValue, SlotPartition> _partitions;
    private readonly bool _faultsAreExplicit;
    private List<IrInstruction> _output = new();

    public SlotRewriting(IrFunction function, Dictionary<IrValue, SlotPartition> partitions, bool faultsAreExplicit)
    {
        _function = function;
        _partitions = partitions;
        _faultsAreExplicit = faultsAreExplicit;
    }

    public void Run()
    {
        foreach (IrBlock block in _function.Blocks)
        {
            _output = new List<IrInstruction>(block.Instructions.Count);
            foreach (IrInstruction instruction in block.Instructions)
                Rewrite(instruction);
            block.Instructions.Clear();
            block.Instructions.AddRange(_output);
        }
    }

    private void Rewrite(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Slot when _partitions.TryGetValue(instruction, out SlotPartition? partition):
                _output.AddRange(partition.Pieces.Select(static p => p.Slot));
                break;
            case IrOp.PtrAdd when Find(instruction, out _) is not null:
                break;
            case IrOp.Load or IrOp.Store when Find(instruction.Operands[0], out int offset) is { } partition:
                instruction.Operands[0] = Address(partition.Pieces.First(p => offset >= p.Offset && offset < p.End), offset, instruction.Span);
                _output.Add(instruction);
                break;
            case IrOp.Zero when Find(instruction.Operands[0], out int offset) is { } partition:
                RewriteZero(instruction, partition, offset);
                break;
            case IrOp.Copy when Find(instruction.Operands[0], out _) is not null || Find(instruction.Operands[1], out _) is not null:
                RewriteCopy(instruction);
                break;
            default:
                _output.Add(instruction);
                break;
        }
    }

    private SlotPartition? Find(IrValue pointer, out int offset)
    {
        PointerParts parts = PointerParts.Of(pointer);
        offset = unchecked((int)parts.Offset);
        return _partitions.TryGetValue(parts.Base, out SlotPartition? partition) ? partition : null;
    }

    private void RewriteZero(IrInstruction zero, SlotPartition partition, int offset)
    {
        foreach (SlotPiece piece in partition.Pieces)
        {
            int start = Math.Max(piece.Offset, offset);
            int end = Math.Min(piece.End, offset + zero.Immediate);
            if (start >= end)
                continue;
            IrValue address = Address(piece, start, zero.Span);
            if (piece.Type is { } type)
                _output.Add(Store(type, address, new IrConstant(type.ValueType, 0), zero.Span));
            else
                _output.Add(new IrInstruction(IrOp.Zero, IrType.Void, address) { Immediate = end - start, Span = zero.Span });
        }
    }

    private void RewriteCopy(IrInstruction copy)
    {
        SlotPartition? target = Find(copy.Operands[0], out int to);
        SlotPartition? source = Find(copy.Operands[1], out int from);
        // Bytes that nobody wants are not moved, but reading them may fault: a read of the last one stays until the safety pass has put its guard.
        if (source is null && !_faultsAreExplicit && copy.Immediate > 0 && PointerParts.Of(copy.Operands[1]).Base is not IrInstruction { Op: IrOp.Slot or IrOp.GlobalAddr })
            _output.Add(new IrInstruction(IrOp.Load, IrType.I32, Step(copy.Operands[1], copy.Immediate - 1, copy.Span)) { TypeArgument = IrType.U8, Span = copy.Span });
        for (int at = 0; at < copy.Immediate;)
        {
            SlotPiece? targetPiece = PieceAt(target, to + at);
            SlotPiece? sourcePiece = PieceAt(source, from + at);
            if ((target is not null && targetPiece is null) || (source is not null && sourcePiece is null))
            {
                at++;
                continue;
            }

            int size = copy.Immediate - at;
            if (targetPiece is not null)
                size = Math.Min(size, targetPiece.End - (to + at));
            if (sourcePiece is not null)
                size = Math.Min(size, sourcePiece.End - (from + at));
            IrValue targetAddress = targetPiece is null ? Step(copy.Operands[0], at, copy.Span) : Address(targetPiece, to + at, copy.Span);
            IrValue sourceAddress = sourcePiece is null ? Step(copy.Operands[1], at, copy.Span) : Address(sourcePiece, from + at, copy.Span);
            Move(MoveType(targetPiece, sourcePiece), targetAddress, sourceAddress, size, copy.Span);
            at += size;
        }
    }

    private void Move(IrType? type, IrValue target, IrValue source, int size, int span)
    {
        if (type is null)
        {
            _output.Add(new IrInstruction(IrOp.Copy, IrType.Void, target, source) { Immediate = size, Span = span });
            return;
        }

        var load = new IrInstruction(IrOp.Load, type.ValueType, source) { TypeArgument = type, Span = span };
        _output.Add(load);
        _output.Add(Store(type, target, load, span));
    }

    private static IrType? MoveType(SlotPiece? target, SlotPiece? source)
    {
        if (target is null || source is null)
            return (target ?? source)!.Type;
        return target.Type ?? source.Type;
    }

    private static SlotPiece? PieceAt(SlotPartition? partition, int offset) => partition?.Pieces.FirstOrDefault(p => offset >= p.Offset && offset < p.End);

    private IrValue Address(SlotPiece piece, int offset, int span) => Step(piece.Slot, offset - piece.Offset + piece.Lead, span);

    private IrValue Step(IrValue pointer, int distance, int span)
    {
        if (distance == 0)
            return pointer;
        var step = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, pointer, IrConstant.I64(distance)) { Span = span };
        _output.Add(step);
        return step;
    }

    private static IrInstruction Store(IrType type, IrValue address, IrValue value, int span) =>
        new(IrOp.Store, IrType.Void, address, value) { TypeArgument = type, Span = span };
}
