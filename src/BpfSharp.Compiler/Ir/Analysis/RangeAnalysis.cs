using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Ranges that follow from how values are computed, wherever they are used.</summary>
public sealed class RangeAnalysis
{
    private const int MaxDepth = 12;

    private readonly Dictionary<IrValue, ValueRange> _ranges = new();
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();
    private readonly System.Func<IrValue, ValueRange> _get;

    // What is being computed, the outermost first: few enough to be looked through.
    private readonly IrValue[] _open = new IrValue[MaxDepth];
    private int _depth;

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
        if (_depth >= MaxDepth || IsOpen(value))
            return ValueRange.Full(value.Type);
        _open[_depth++] = value;
        ValueRange range = value is IrParameter parameter ? OfParameter(parameter) : OfInstruction((IrInstruction)value);
        _depth--;
        // Inside another value's computation the depth limit may have cut this short; only whole answers are remembered.
        if (_depth == 0)
            _ranges[value] = range;
        return range;
    }

    private bool IsOpen(IrValue value)
    {
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_open[i], value))
                return true;
        }

        return false;
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
