using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>Values that a pass replaced; uses are rewritten in one sweep at the end. A value is in one map at a time.</summary>
internal sealed class ValueMap
{
    public int Count { get; private set; }

    public void Replace(IrValue value, IrValue by)
    {
        if (!Replaces(value))
            Count++;
        value.ReplacedIn = this;
        value.ReplacedBy = by;
    }

    public bool Replaces(IrValue value) => ReferenceEquals(value.ReplacedIn, this);

    /// <summary>What stands for the value now.</summary>
    public IrValue Resolve(IrValue value)
    {
        if (!Replaces(value))
            return value;
        IrValue last = value.ReplacedBy!;
        while (Replaces(last))
            last = last.ReplacedBy!;
        // Shortens the chain for the next time.
        while (value != last)
        {
            IrValue step = value.ReplacedBy!;
            value.ReplacedBy = last;
            value = step;
        }

        return last;
    }

    public void Apply(IrFunction function)
    {
        if (Count == 0)
            return;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
                Apply(instruction);
        }
    }

    public void Apply(IrInstruction instruction)
    {
        if (Count == 0)
            return;
        Apply(instruction.Operands);
        foreach (IrTarget target in instruction.Targets)
            Apply(target.Arguments);
    }

    private void Apply(List<IrValue> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (Replaces(values[i]))
                values[i] = Resolve(values[i]);
        }
    }
}
