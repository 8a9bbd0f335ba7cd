using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>What an instruction computes: equal keys give equal values.</summary>
internal readonly struct ValueKey : IEquatable<ValueKey>
{
    private readonly IrInstruction _instruction;
    private readonly object? _epoch;
    private readonly int _hash;

    public ValueKey(IrInstruction instruction, object? epoch)
    {
        _instruction = instruction;
        _epoch = epoch;
        int hash = ((int)instruction.Op * 397) ^ instruction.Immediate;
        foreach (IrValue operand in instruction.Operands)
            hash = unchecked((hash * 31) + (operand is IrConstant constant ? constant.Value.GetHashCode() : operand.GetHashCode()));
        _hash = hash;
    }

    public bool Equals(ValueKey other)
    {
        IrInstruction a = _instruction;
        IrInstruction b = other._instruction;
        if (a.Op != b.Op || a.Type != b.Type || a.TypeArgument != b.TypeArgument || a.Symbol != b.Symbol || a.Immediate != b.Immediate
            || !ReferenceEquals(_epoch, other._epoch) || a.Operands.Count != b.Operands.Count)
        {
            return false;
        }

        for (int i = 0; i < a.Operands.Count; i++)
        {
            if (!IrConstant.Same(a.Operands[i], b.Operands[i]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ValueKey other && Equals(other);

    public override int GetHashCode() => _hash;
}
