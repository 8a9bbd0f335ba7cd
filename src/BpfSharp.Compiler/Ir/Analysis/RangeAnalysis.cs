using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Ranges that follow from how values are computed, wherever they are used.</summary>
public sealed class RangeAnalysis
{
    private const int MaxDepth = 12;

    private readonly Dictionary<IrValue, ValueRange> _ranges = new();
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();
    private readonly HashSet<IrValue> _open = new();
    private readonly System.Func<IrValue, ValueRange> _get;

    public RangeAnalysis(IrFunction function, RangeView view = RangeView.Program)
    {
        View = view;
        _get = Get;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    IrParameter parameter = target.Block.Parameters[i];
                    if (!_arguments.TryGetValue(parameter, out List<IrValue>? list))
                        _arguments.Add(parameter, list = new List<IrValue>());
                    list.Add(target.Arguments[i]);
                }
            }
        }
    }

    public RangeView View { get; }

    public ValueRange Get(IrValue value)
    {
        if (value is IrConstant constant)
            return ValueRange.Of(constant);
        if (_ranges.TryGetValue(value, out ValueRange known))
            return known;
        // A value that depends on itself (loop), or on very much: nothing is known.
        if (_open.Count >= MaxDepth || !_open.Add(value))
            return ValueRange.Full(value.Type);
        ValueRange range = value is IrParameter parameter ? OfParameter(parameter) : OfInstruction((IrInstruction)value);
        _open.Remove(value);
        // Inside another value's computation the depth limit may have cut this short; only whole answers are remembered.
        if (_open.Count == 0)
            _ranges[value] = range;
        return range;
    }

    private ValueRange OfParameter(IrParameter parameter)
    {
        if (!_arguments.TryGetValue(parameter, out List<IrValue>? arguments))
            return ValueRange.Full(parameter.Type);
        ValueRange range = Get(arguments[0]);
        for (int i = 1; i < arguments.Count; i++)
            range = range.Union(Get(arguments[i]));
        return range;
    }

    private ValueRange OfInstruction(IrInstruction instruction) =>
        RangeRules.TryGet(instruction, View, out RangeRule rule) ? rule(instruction, _get, View) : ValueRange.Full(instruction.Type);
}
