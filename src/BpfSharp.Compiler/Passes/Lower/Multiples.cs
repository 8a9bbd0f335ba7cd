using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>Which power of two, up to 8, a number is surely a multiple of: what may be accessed in one go that far from an aligned place.</summary>
internal sealed class Multiples
{
    private const int Most = 8;

    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();
    private readonly HashSet<IrParameter> _open = new();

    public Multiples(IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    if (!_arguments.TryGetValue(target.Block.Parameters[i], out List<IrValue>? list))
                        _arguments.Add(target.Block.Parameters[i], list = new List<IrValue>());
                    list.Add(target.Arguments[i]);
                }
            }
        }
    }

    public int Of(IrValue value) => value switch
    {
        IrConstant constant => Of(constant.Value),
        IrParameter parameter => Of(parameter),
        IrInstruction { Op: IrOp.ZExt or IrOp.SExt or IrOp.Trunc or IrOp.Neg } same => Of(same.Operands[0]),
        IrInstruction { Op: IrOp.Add or IrOp.Sub } sum => Math.Min(Of(sum.Operands[0]), Of(sum.Operands[1])),
        IrInstruction { Op: IrOp.Mul } product => Math.Min(Most, Of(product.Operands[0]) * Of(product.Operands[1])),
        IrInstruction { Op: IrOp.And } both => Math.Max(Of(both.Operands[0]), Of(both.Operands[1])),
        IrInstruction { Op: IrOp.Shl } shift when shift.Operands[1] is IrConstant by => (int)Math.Min(Most, (long)Of(shift.Operands[0]) << (int)Math.Min(by.Value & 63, 3)),
        _ => 1,
    };

    private static int Of(long number) => number == 0 ? Most : (int)Math.Min(Most, number & -number);

    // A counter that comes back to itself is what it started as, less what the steps in between take from it: those say so themselves.
    private int Of(IrParameter parameter)
    {
        if (!_arguments.TryGetValue(parameter, out List<IrValue>? arguments))
            return 1;
        if (!_open.Add(parameter))
            return Most;
        int least = Most;
        foreach (IrValue argument in arguments)
            least = Math.Min(least, Of(argument));
        _open.Remove(parameter);
        return least;
    }
}
