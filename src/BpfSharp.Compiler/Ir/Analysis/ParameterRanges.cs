using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>
/// Ranges of block parameters, where a loop makes them depend on themselves: from nothing upwards until they stay as they are. What keeps growing is
/// taken for as large as it may get, and then lowered again to what the loop's own comparisons leave of it.
/// </summary>
internal sealed class ParameterRanges
{
    // Changes of one parameter before a bound that still moves is dropped, and before all is.
    private const int Patience = 4;
    private const int Surrender = 20;
    private const int Refinements = 2;

    private readonly Func<IrParameter, ValueRange> _ofArguments;
    private readonly Dictionary<IrParameter, ValueRange> _known = new();
    private readonly Dictionary<IrParameter, ValueRange> _assumed = new();
    private readonly List<IrParameter> _order = new();
    private readonly Dictionary<IrParameter, int> _changes = new();
    private readonly ControlFlow _flow;

    // Of most functions nobody asks.
    private List<long>? _landmarks;

    /// <param name="ofArguments">What the edges bring, asking here again for other parameters; empty where none of them has a value yet.</param>
    public ParameterRanges(ControlFlow flow, Func<IrParameter, ValueRange> ofArguments)
    {
        _ofArguments = ofArguments;
        _flow = flow;
    }

    public ValueRange Get(IrParameter parameter)
    {
        if (_known.TryGetValue(parameter, out ValueRange known) || _assumed.TryGetValue(parameter, out known))
            return known;
        bool outermost = _assumed.Count == 0;
        _assumed.Add(parameter, ValueRange.Nothing);
        _order.Add(parameter);
        if (!outermost)
            return ValueRange.Nothing;
        Solve();
        foreach (KeyValuePair<IrParameter, ValueRange> solved in _assumed)
            _known.Add(solved.Key, solved.Value.IsEmpty ? ValueRange.Full(solved.Key.Type) : solved.Value);
        _assumed.Clear();
        _order.Clear();
        return _known[parameter];
    }

    private void Solve()
    {
        // Grows while it is walked: parameters that these depend on. Those found last come first in what flows to the others.
        for (int i = 0; i < _order.Count; i++)
            Update(_order[i]);
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = _order.Count - 1; i >= 0; i--)
                changed |= Update(_order[i]);
        }

        for (int round = 0; round < Refinements; round++)
        {
            for (int i = _order.Count - 1; i >= 0; i--)
            {
                ValueRange next = _ofArguments(_order[i]);
                if (!next.IsEmpty)
                    _assumed[_order[i]] = _assumed[_order[i]].Intersect(next, _order[i].Type);
            }
        }
    }

    private bool Update(IrParameter parameter)
    {
        ValueRange old = _assumed[parameter];
        ValueRange next = _ofArguments(parameter);
        if (next.IsEmpty || (!old.IsEmpty && next.Union(old) == old))
            return false;
        _changes.TryGetValue(parameter, out int changes);
        _changes[parameter] = changes + 1;
        _assumed[parameter] = old.IsEmpty ? next : changes < Patience ? next.Union(old) : changes < Surrender ? Widen(old, next.Union(old), parameter.Type) : ValueRange.Full(parameter.Type);
        return true;
    }

    // A bound that still moves goes to the next number that the function compares with.
    private ValueRange Widen(ValueRange old, ValueRange next, IrType type)
    {
        ValueRange full = ValueRange.Full(type);
        var wide = new ValueRange(
            next.UMin < old.UMin ? full.UMin : old.UMin,
            next.UMax > old.UMax ? (ulong)Above((long)Math.Min(next.UMax, long.MaxValue), -1) : old.UMax,
            next.SMin < old.SMin ? Below(next.SMin, full.SMin) : old.SMin,
            next.SMax > old.SMax ? Above(next.SMax, full.SMax) : old.SMax);
        return wide.Union(next).Intersect(full, type);
    }

    private long Above(long value, long otherwise)
    {
        List<long> landmarks = _landmarks ??= Landmarks(_flow);
        int index = landmarks.BinarySearch(value);
        index = index < 0 ? ~index : index;
        return index < landmarks.Count ? landmarks[index] : otherwise;
    }

    private long Below(long value, long otherwise)
    {
        List<long> landmarks = _landmarks ??= Landmarks(_flow);
        int index = landmarks.BinarySearch(value);
        index = index < 0 ? ~index - 1 : index;
        return index >= 0 ? landmarks[index] : otherwise;
    }

    // What a comparison lets pass, and one step further.
    private static List<long> Landmarks(ControlFlow flow)
    {
        var numbers = new SortedSet<long>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction test in block.Instructions)
            {
                if (!IrCompare.IsCompare(test.Op))
                    continue;
                foreach (IrValue operand in test.Operands)
                {
                    if (operand is IrConstant { Value: > int.MinValue and < int.MaxValue } constant)
                        numbers.UnionWith(new[] { constant.Value - 1, constant.Value, constant.Value + 1 });
                }
            }
        }

        return new List<long>(numbers);
    }
}
