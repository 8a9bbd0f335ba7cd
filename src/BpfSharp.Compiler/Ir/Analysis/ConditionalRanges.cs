using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Ranges at a place: what follows from how a value is computed, and from the comparisons with constants that every way there has passed.</summary>
public sealed class ConditionalRanges
{
    private const int MaxDepth = 6;

    private readonly RangeAnalysis _plain;
    private readonly Dominators _dominators;
    private readonly Dictionary<IrValue, List<Condition>> _conditions = new();
    private readonly Dictionary<IrInstruction, IrBlock> _blocks;
    private readonly Dictionary<IrParameter, List<(IrEdge Edge, IrValue Argument)>> _arguments = new();
    private readonly ParameterRanges _parameters;

    // data_end - data, by (data, data_end): a packet check says something of it, to us if not to the verifier.
    private readonly Dictionary<(IrValue Data, IrValue End), IrInstruction> _lengths = new();

    public ConditionalRanges(IrFunction function, ControlFlow flow, Dominators dominators, RangeView view)
    {
        _plain = new RangeAnalysis(function, view);
        _dominators = dominators;
        _parameters = new ParameterRanges(flow, OfArguments);
        int count = 0;
        foreach (IrBlock block in flow.ReversePostorder)
            count += block.Instructions.Count;
        _blocks = new Dictionary<IrInstruction, IrBlock>(count);
        CollectLengths(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                _blocks[block.Instructions[i]] = block;
                if (block.Instructions[i].Op == IrOp.Guard)
                    Learn(block.Instructions[i].Operands[0], true, block, block.Instructions[i]);
            }

            IrEdges predecessors = flow.Predecessors(block);
            if (OnlyEntry(block, predecessors) is { } only && only.From.Terminator is { Op: IrOp.BrIf } branch)
                Learn(branch.Operands[0], only.Target == branch.Targets[0], block, null);
            for (int i = 0; i < block.Parameters.Count && block != function.Entry; i++)
            {
                if (block.Parameters[i].Type == IrType.Ptr)
                    continue;
                var arguments = new List<(IrEdge Edge, IrValue Argument)>(predecessors.Count);
                foreach (IrEdge edge in predecessors)
                    arguments.Add((edge, edge.Target.Arguments[i]));
                _arguments.Add(block.Parameters[i], arguments);
            }
        }
    }

    public RangeView View => _plain.View;

    /// <param name="at">The instruction that uses the value.</param>
    public ValueRange Get(IrValue value, IrInstruction at) => Get(value, at, 0);

    /// <summary>What the value can be when the edge is taken.</summary>
    public ValueRange Get(IrValue value, IrEdge edge) => OnEdge(Get(value, edge.From.Terminator), edge, value);

    /// <summary>True for a conversion that costs no instruction (see ValueAliases). Any other is a number of its own to the verifier, with what was known when it was computed.</summary>
    public bool SharesRegister(IrInstruction conversion) => conversion.Op switch
    {
        IrOp.ZExt => true,
        IrOp.SExt => _plain.Get(conversion.Operands[0]).IsNonNegative,
        IrOp.Trunc => _plain.Get(conversion.Operands[0]).UMax <= uint.MaxValue,
        _ => false,
    };

    // A loop's own way back does not change what was tested before the loop.
    private IrEdge? OnlyEntry(IrBlock block, IrEdges predecessors)
    {
        IrEdge? only = null;
        foreach (IrEdge edge in predecessors)
        {
            if (_dominators.Dominates(block, edge.From))
                continue;
            if (only is not null)
                return null;
            only = edge;
        }

        return only;
    }

    private void CollectLengths(ControlFlow flow)
    {
        if (_plain.View != RangeView.Program)
            return;
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.PtrDiff && RangeRules.IsPacketLength(instruction))
                    _lengths[(instruction.Operands[1], instruction.Operands[0])] = instruction;
            }
        }
    }

    private ValueRange Get(IrValue value, IrInstruction at, int depth)
    {
        ValueRange range = depth < MaxDepth ? Derive(value, at, depth) : _plain.Get(value);
        // While a loop's parameters are being solved, nothing may have come here yet.
        if (range.IsEmpty || !_conditions.TryGetValue(value, out List<Condition>? conditions))
            return range;
        foreach (Condition condition in conditions)
        {
            // Conditions that exclude each other: nothing runs here, and any answer is right.
            if (Holds(condition, at) && Narrow(range, condition, value.Type) is { IsEmpty: false } narrowed)
                range = narrowed;
        }

        return range;
    }

    // What is learnt of an operand later holds for what was computed from it; the verifier learns it of the operand's register only.
    private ValueRange Derive(IrValue value, IrInstruction at, int depth)
    {
        ValueRange plain = _plain.Get(value);
        if (value is IrParameter parameter)
            return !_arguments.ContainsKey(parameter) ? plain : _parameters.Get(parameter) is { IsEmpty: false } known ? Both(plain, known, value.Type) : ValueRange.Nothing;
        if (value is not IrInstruction { Operands.Count: 1 or 2 } instruction || !RangeRules.TryGet(instruction, _plain.View, out RangeRule rule) || IrOpTable.Get(instruction.Op).Effects != IrEffects.None)
            return plain;
        IrInstruction place = _plain.View == RangeView.Program || SharesRegister(instruction) ? at : instruction;
        bool unreached = false;
        ValueRange derived = rule(instruction, Operand, _plain.View);
        return unreached ? ValueRange.Nothing : Both(plain, derived, value.Type);

        ValueRange Operand(IrValue operand)
        {
            ValueRange range = Get(operand, place, depth + 1);
            unreached |= range.IsEmpty;
            return range.IsEmpty ? _plain.Get(operand) : range;
        }
    }

    private static ValueRange Both(ValueRange a, ValueRange b, IrType type) => a.Intersect(b, type) is { IsEmpty: false } both ? both : a;

    private ValueRange OfArguments(IrParameter parameter)
    {
        ValueRange all = ValueRange.Nothing;
        foreach ((IrEdge edge, IrValue argument) in _arguments[parameter])
        {
            ValueRange range = Get(argument, edge.From.Terminator, 0);
            if (!range.IsEmpty)
                all = all.IsEmpty ? OnEdge(range, edge, argument) : all.Union(OnEdge(range, edge, argument));
        }

        return all;
    }

    private ValueRange OnEdge(ValueRange range, IrEdge edge, IrValue value)
    {
        range = OfCompared(range, edge, value);
        // The number that was compared, in the same register.
        if (value is not IrInstruction { Op: IrOp.ZExt or IrOp.SExt or IrOp.Trunc } conversion || !SharesRegister(conversion) || !RangeRules.TryGet(conversion, _plain.View, out RangeRule rule))
            return range;
        ValueRange compared = OfCompared(Get(conversion.Operands[0], edge.From.Terminator), edge, conversion.Operands[0]);
        return compared.IsEmpty ? range : Both(range, rule(conversion, _ => compared, _plain.View), value.Type);
    }

    private static ValueRange OfCompared(ValueRange range, IrEdge edge, IrValue value)
    {
        IrInstruction jump = edge.From.Terminator;
        if (jump.Op != IrOp.BrIf || jump.Operands[0] is not IrInstruction test || !IrCompare.IsCompare(test.Op))
            return range;
        bool holds = edge.Target == jump.Targets[0];
        Condition? condition = test.Operands[0] == value && test.Operands[1] is IrConstant right ? new Condition(test.Op, ValueRange.Of(right), false, holds, edge.From, null)
            : test.Operands[1] == value && test.Operands[0] is IrConstant left ? new Condition(test.Op, ValueRange.Of(left), true, holds, edge.From, null)
            : null;
        return condition is { } known && Narrow(range, known, value.Type) is { IsEmpty: false } narrowed ? narrowed : range;
    }

    private bool Holds(Condition condition, IrInstruction at)
    {
        if (!_blocks.TryGetValue(at, out IrBlock? block))
            return false;
        if (block != condition.Block)
            return _dominators.Dominates(condition.Block, block);
        return condition.After is null || (at != condition.After && block.Instructions.IndexOf(condition.After) < block.Instructions.IndexOf(at));
    }

    private void Learn(IrValue condition, bool holds, IrBlock block, IrInstruction? after)
    {
        if (condition is IrInstruction test && IrCompare.IsCompare(test.Op) && test.Operands[0].Type != IrType.Ptr)
        {
            if (LimitOf(test, 1) is { } right)
                Add(test.Operands[0], new Condition(test.Op, right, false, holds, block, after));
            if (LimitOf(test, 0) is { } left)
                Add(test.Operands[1], new Condition(test.Op, left, true, holds, block, after));
        }
        // A check that pulls says nothing of a length that was read before.
        else if (condition is IrInstruction { Op: IrOp.PktFits, Immediate: 0 } fits && fits.Operands[2] is IrConstant bytes && _lengths.TryGetValue((fits.Operands[0], fits.Operands[1]), out IrInstruction? length))
        {
            Add(length, new Condition(IrOp.LeU, ValueRange.Of(IrConstant.I64(bytes.Value)), true, holds, block, after));
        }

        // The tested number itself: 0, or anything else.
        Add(condition, new Condition(IrOp.Ne, ValueRange.Of(new IrConstant(condition.Type, 0)), false, holds, block, after));
    }

    // The verifier (before 6.8) learns from comparisons with constants only.
    private ValueRange? LimitOf(IrInstruction test, int operand)
    {
        if (test.Operands[1 - operand] is IrConstant)
            return null;
        if (test.Operands[operand] is IrConstant constant)
            return ValueRange.Of(constant);
        return _plain.View == RangeView.Program ? _plain.Get(test.Operands[operand]) : null;
    }

    private void Add(IrValue value, Condition condition)
    {
        if (value.Type == IrType.Ptr || value is IrConstant)
            return;
        if (!_conditions.TryGetValue(value, out List<Condition>? list))
            _conditions.Add(value, list = new List<Condition>());
        list.Add(condition);
    }

    private static ValueRange Narrow(ValueRange range, Condition condition, IrType type)
    {
        ValueRange limit = condition.Limit;
        ValueRange full = ValueRange.Full(type);
        // As "value op limit" that holds: le(limit, v) is ge, and what does not hold is its opposite.
        bool less = condition.Op is IrOp.LtS or IrOp.LeS or IrOp.LtU or IrOp.LeU;
        if (!less && (condition.Op == IrOp.Eq) == condition.Holds)
            return range.Intersect(limit, type);
        if (!less)
            return limit.IsConstant ? Exclude(range, limit.UMin, type) : range;
        bool orEqual = condition.Op is IrOp.LeS or IrOp.LeU == condition.Holds;
        bool upper = condition.LimitLeft != condition.Holds;
        if (condition.Op is IrOp.LtU or IrOp.LeU)
        {
            ulong bound = upper ? limit.UMax : limit.UMin;
            if (!orEqual && bound == (upper ? 0 : full.UMax))
                return range;
            ulong step = orEqual ? 0UL : 1UL;
            return range.Intersect(upper ? ValueRange.OfUnsigned(0, bound - step, type) : ValueRange.OfUnsigned(bound + step, full.UMax, type), type);
        }

        long edge = upper ? limit.SMax : limit.SMin;
        if (!orEqual && edge == (upper ? full.SMin : full.SMax))
            return range;
        int by = orEqual ? 0 : 1;
        return range.Intersect(upper ? ValueRange.OfSigned(full.SMin, edge - by, type) : ValueRange.OfSigned(edge + by, full.SMax, type), type);
    }

    private static ValueRange Exclude(ValueRange range, ulong value, IrType type)
    {
        if (range.IsConstant)
            return range;
        if (range.UMin == value)
            return range.Intersect(ValueRange.OfUnsigned(range.UMin + 1, range.UMax, type), type);
        return range.UMax == value ? range.Intersect(ValueRange.OfUnsigned(range.UMin, range.UMax - 1, type), type) : range;
    }

    // Holds in blocks that Block dominates; in Block itself behind After (a guard), or everywhere.
    private readonly record struct Condition(IrOp Op, ValueRange Limit, bool LimitLeft, bool Holds, IrBlock Block, IrInstruction? After);
}
