using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>Values that a pass replaced; uses are rewritten in one sweep at the end.</summary>
internal sealed class ValueMap
{
    private readonly Dictionary<IrValue, IrValue> _replacements = new();

    public int Count => _replacements.Count;

    public void Replace(IrValue value, IrValue by) => _replacements[value] = by;

    public bool Replaces(IrValue value) => _replacements.ContainsKey(value);

    /// <summary>What stands for the value now.</summary>
    public IrValue Resolve(IrValue value)
    {
        if (!_replacements.TryGetValue(value, out IrValue? next))
            return value;
        IrValue last = next;
        while (_replacements.TryGetValue(last, out IrValue? further))
            last = further;
        // Shortens the chain for the next time.
        while (value != last)
        {
            IrValue step = _replacements[value];
            _replacements[value] = last;
            value = step;
        }

        return last;
    }

    public void Apply(IrFunction function)
    {
        if (_replacements.Count == 0)
            return;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
                Apply(instruction);
        }
    }

    public void Apply(IrInstruction instruction)
    {
        Apply(instruction.Operands);
        foreach (IrTarget target in instruction.Targets)
            Apply(target.Arguments);
    }

    private void Apply(List<IrValue> values)
    {
        for (int i = 0; i < values.Count; i++)
            values[i] = Resolve(values[i]);
    }
}
