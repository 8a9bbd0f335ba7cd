using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A comparison of the packet's length with a constant becomes a comparison of pointers: the number proves nothing to the verifier, and
/// <c>span.Length</c> needs no subtraction where it is only compared. So does the comparison of a small index with it.
/// </summary>
internal sealed class PacketLengths
{
    private const long MaxPacketOffset = 0xffff;

    // Asked for few comparisons of a length, and costly to make.
    private readonly Lazy<ConditionalRanges> _ranges;
    private readonly Lazy<ConditionalRanges> _verifierRanges;
    private readonly BoundedNumbers _bounded;
    private readonly Dictionary<IrInstruction, object> _pulledBy = new();

    private PacketLengths(IrFunction function, IReadOnlyDictionary<string, IrHelper> helpers, ControlFlow flow, RangeView verifier)
    {
        if (NonLinearPackets.IsLengthSeen(function))
            NotePulls(flow);
        var dominators = new Lazy<Dominators>(() => new Dominators(flow));
        _ranges = new Lazy<ConditionalRanges>(() => new ConditionalRanges(function, flow, dominators.Value, RangeView.Program));
        _verifierRanges = new Lazy<ConditionalRanges>(() => new ConditionalRanges(function, flow, dominators.Value, verifier));
        _bounded = new BoundedNumbers(function, helpers);
    }

    /// <param name="mayWait">There are more rounds, in which locals become values.</param>
    public static bool Run(IrFunction function, IReadOnlyDictionary<string, IrHelper> helpers, RangeView verifier = RangeView.Verifier, bool mayWait = false)
    {
        var flow = new ControlFlow(function);
        if (!flow.ReversePostorder.Any(static b => b.Instructions.Exists(static i => i.Op == IrOp.PtrDiff)))
            return false;
        var pass = new PacketLengths(function, helpers, flow, verifier);
        if (mayWait && pass._bounded.IsOpen)
            return false;
        // All before any is rewritten: a comparison that becomes a check no longer tells the ranges of what is computed from the length.
        var found = new List<(IrBlock Block, IrInstruction Compare, IrInstruction Difference, IrValue? Index, long Bytes, bool Fits)>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction compare in block.Instructions)
            {
                if (pass.Match(compare, out IrInstruction difference, out long bytes, out bool fits) && bytes is >= 0 and <= MaxPacketOffset)
                    found.Add((block, compare, difference, null, bytes, fits));
                else if (pass.MatchIndex(compare, out difference, out IrValue index, out bytes))
                    found.Add((block, compare, difference, index, bytes, true));
            }
        }

        foreach ((IrBlock block, IrInstruction compare, IrInstruction difference, IrValue? index, long bytes, bool fits) in found)
            Rewrite(block, compare, difference, index, bytes, fits);
        return found.Count != 0;
    }

    // A length that was read before more became linear stays the number that it was.
    private void NotePulls(ControlFlow flow)
    {
        var pulls = new Epochs(flow, NonLinearPackets.MayPull);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            object epoch = pulls.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                _pulledBy[instruction] = epoch;
                epoch = pulls.After(instruction, epoch);
            }
        }
    }

    private static void Rewrite(IrBlock block, IrInstruction compare, IrInstruction difference, IrValue? index, long bytes, bool fits)
    {
        var added = new List<IrInstruction>();
        IrInstruction Emit(IrOp op, IrType type, params IrValue[] operands)
        {
            var instruction = new IrInstruction(op, type, operands) { Span = compare.Span };
            added.Add(instruction);
            return instruction;
        }

        IrValue start = difference.Operands[1];
        if (index is not null)
            start = Emit(IrOp.PtrAdd, IrType.Ptr, start, index.Type == IrType.I64 ? index : Emit(IrOp.ZExt, IrType.I64, index));
        IrInstruction check = Emit(IrOp.PktFits, IrType.I32, start, difference.Operands[0], IrConstant.I32((int)bytes));
        block.Instructions.InsertRange(block.Instructions.IndexOf(compare), added);
        compare.Operands.Clear();
        compare.Operands.Add(check);
        compare.Operands.Add(IrConstant.I32(0));
        compare.Op = fits ? IrOp.Ne : IrOp.Eq;
    }

    // index < length, of an index that the verifier follows as a packet offset: the comparison itself proves the element.
    private bool MatchIndex(IrInstruction compare, out IrInstruction difference, out IrValue index, out long bytes)
    {
        difference = null!;
        index = null!;
        bytes = 0;
        if (compare.Op != IrOp.LtU || compare.Operands[0] is IrConstant || compare.Operands[0].Type == IrType.Ptr)
            return false;
        index = compare.Operands[0];
        if (!IsLength(compare.Operands[1], compare, out difference, out long skipped))
            return false;
        bytes = skipped + 1;
        return bytes >= 0 && bytes <= MaxPacketOffset && _verifierRanges.Value.Get(index, compare).UMax <= (ulong)(MaxPacketOffset - bytes);
    }

    // True if the compare asks whether the packet has so many bytes (or, without fits, has not).
    private bool Match(IrInstruction compare, out IrInstruction difference, out long bytes, out bool fits)
    {
        difference = null!;
        bytes = 0;
        fits = false;
        if (compare.Operands.Count != 2)
            return false;
        bool constantLeft = compare.Operands[0] is IrConstant;
        // What is left of the packet may be a step itself, or a size: then the comparison is what bounds it, which one of pointers does not.
        if (_bounded.Contains(compare.Operands[constantLeft ? 1 : 0]))
            return false;
        if (compare.Operands[constantLeft ? 0 : 1] is not IrConstant constant || constant.Value < 0 || !IsLength(compare.Operands[constantLeft ? 1 : 0], compare, out difference, out long skipped))
            return false;
        long number = constant.Value + skipped;
        switch (compare.Op)
        {
            case IrOp.LtU:
                bytes = constantLeft ? number + 1 : number;
                fits = constantLeft;
                return true;
            case IrOp.LeU:
                bytes = constantLeft ? number : number + 1;
                fits = constantLeft;
                return true;
            case IrOp.Eq or IrOp.Ne when constant.Value == 0:
                bytes = number + 1;
                fits = compare.Op == IrOp.Ne;
                return true;
            default:
                return false;
        }
    }

    // The length, or what is left of it behind bytes that are known to be there.
    private bool IsLength(IrValue value, IrInstruction at, out IrInstruction difference, out long skipped)
    {
        skipped = 0;
        difference = null!;
        while (value is IrInstruction instruction)
        {
            switch (instruction.Op)
            {
                case IrOp.Trunc or IrOp.ZExt or IrOp.SExt:
                    value = instruction.Operands[0];
                    break;
                case IrOp.Add when instruction.Operands[1] is IrConstant { Value: < 0 } step && (ulong)-step.Value <= _ranges.Value.Get(instruction.Operands[0], instruction).UMin:
                    skipped -= step.Value;
                    value = instruction.Operands[0];
                    break;
                case IrOp.PtrDiff when RangeRules.IsPacketLength(instruction):
                    difference = instruction;
                    return _pulledBy.Count == 0 || ReferenceEquals(_pulledBy[instruction.Operands[0] as IrInstruction ?? instruction], _pulledBy[at]);
                default:
                    return false;
            }
        }

        return false;
    }
}
