using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>Numbers whose bounds the verifier has to see: steps of pointers, and bytes that helpers are told of, with all that they are made of.</summary>
internal sealed class BoundedNumbers
{
    private readonly HashSet<IrValue> _numbers = new();
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();

    public BoundedNumbers(IrFunction function, IReadOnlyDictionary<string, IrHelper> helpers)
    {
        foreach (IrTarget target in function.Blocks.SelectMany(static b => b.Successors))
        {
            for (int i = 0; i < target.Arguments.Count; i++)
            {
                if (!_arguments.TryGetValue(target.Block.Parameters[i], out List<IrValue>? arguments))
                    _arguments.Add(target.Block.Parameters[i], arguments = new List<IrValue>());
                arguments.Add(target.Arguments[i]);
            }
        }

        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
        {
            if (instruction.Op == IrOp.PtrAdd)
                AddStep(instruction.Operands[1]);
            else if (instruction.Op == IrOp.Helper && helpers.TryGetValue(instruction.Symbol!, out IrHelper? helper))
                AddSizes(instruction, helper);
        }
    }

    /// <summary>A size still comes from a local in memory: what it is made of is not known yet.</summary>
    public bool IsOpen { get; private set; }

    public bool Contains(IrValue value) => _numbers.Contains(value);

    private void AddSizes(IrInstruction call, IrHelper helper)
    {
        for (int i = 0; i < helper.Arguments.Count && i < call.Operands.Count; i++)
        {
            if (helper.Arguments[i] == IrHelperArgument.Size)
                Add(call.Operands[i]);
        }
    }

    private void AddStep(IrValue step)
    {
        for (IrValue? number = step; number is IrInstruction instruction && _numbers.Add(number);)
            number = instruction.Op is IrOp.Trunc or IrOp.ZExt or IrOp.SExt ? instruction.Operands[0] : null;
    }

    // A size has no check of its own, so what it comes from on any way counts.
    private void Add(IrValue size)
    {
        var work = new Stack<IrValue>();
        work.Push(size);
        while (work.Count != 0)
        {
            IrValue number = work.Pop();
            if (number is IrConstant || number.Type == IrType.Ptr || !_numbers.Add(number))
                continue;
            if (number is IrParameter parameter && _arguments.TryGetValue(parameter, out List<IrValue>? arguments))
                arguments.ForEach(work.Push);
            else if (number is IrInstruction { Op: IrOp.Trunc or IrOp.ZExt or IrOp.SExt or IrOp.Add or IrOp.Sub } computed)
                computed.Operands.ForEach(work.Push);
            else
                IsOpen |= number is IrInstruction { Op: IrOp.Load } load && IsLocal(load.Operands[0]);
        }
    }

    private static bool IsLocal(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem or IrOp.Field } step)
            pointer = step.Operands[0];
        return pointer is IrInstruction { Op: IrOp.Slot };
    }
}
