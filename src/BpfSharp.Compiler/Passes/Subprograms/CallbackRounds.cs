using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>Which memory that a function is given callbacks may write, as the flat functions say it.</summary>
internal sealed class CallbackRounds
{
    private static readonly HashSet<IrOp> s_looking = new() { IrOp.Load, IrOp.PtrAdd, IrOp.Elem, IrOp.PtrDiff, IrOp.Eq, IrOp.Ne, IrOp.LtU, IrOp.LeU };

    private readonly CompilationContext _context;
    private readonly Func<string, IrFunction> _flat;
    private readonly Dictionary<(string Function, int Parameter), bool> _writes = new();
    private readonly Dictionary<string, bool> _leaves = new(StringComparer.Ordinal);

    public CallbackRounds(CompilationContext context, Func<string, IrFunction> flat)
    {
        _context = context;
        _flat = flat;
    }

    /// <summary>Memory that rounds of the call may leave something in: what a callback captures and writes, and what is given to a function that calls back.</summary>
    public IEnumerable<IrValue> LeftBy(IrInstruction call)
    {
        if (call.Op == IrOp.CallSubprogram)
            return Leaves(call.Symbol!) ? call.Operands.Where((o, i) => o.Type == IrType.Ptr && IsWritten(call, i)) : Enumerable.Empty<IrValue>();
        if (!IsCalledBack(call))
            return Enumerable.Empty<IrValue>();
        int first = _context.Module.Helpers[call.Symbol!].Arguments.Count + ((call.Immediate & Callbacks.LastRoundTells) != 0 ? 1 : 0);
        return call.Operands.Where((o, i) => i >= first && o.Type == IrType.Ptr && IsWritten(call, i));
    }

    /// <summary>The function, or one that it calls, calls back: a loop may become a callback yet.</summary>
    public bool Leaves(string function)
    {
        if (_leaves.TryGetValue(function, out bool known))
            return known;
        _leaves.Add(function, false);
        IrFunction flat = _flat(function);
        var flow = new ControlFlow(flat);
        bool leaves = flow.ReversePostorder.SelectMany(static b => b.Instructions).Any(i => IsCalledBack(i) || (i.Op == IrOp.CallSubprogram && Leaves(i.Symbol!)))
            || flow.ReversePostorder.Any(b => b.Successors.Any(s => flow.Order(s.Block) <= flow.Order(b)));
        return _leaves[function] = leaves;
    }

    /// <summary>Some function that this one calls may find memory in which rounds have left something.</summary>
    public bool MayGive(IrFunction caller) => caller.Blocks.SelectMany(static b => b.Instructions).Any(i => LeftBy(i).Any());

    private bool IsCalledBack(IrInstruction instruction) => Callbacks.Has(instruction) && !Callbacks.IsLater(_context.Module.Helpers[instruction.Symbol!]);

    // A number of 64 bits that a function gives comes through memory of its own, behind its parameters.
    private bool IsWritten(IrInstruction call, int operand)
    {
        string name = call.Op == IrOp.Helper ? Callbacks.FunctionOf(call)!.Symbol! : call.Symbol!;
        int parameters = _flat(name).Entry.Parameters.Count;
        int index = call.Op == IrOp.Helper ? operand - call.Operands.Count + parameters : operand;
        return index < parameters && Writes(name, index);
    }

    private bool Writes(string name, int parameter)
    {
        if (_writes.TryGetValue((name, parameter), out bool known))
            return known;
        _writes.Add((name, parameter), true);
        IrFunction function = _flat(name);
        var provenance = new Provenance(function, _context.Module.Helpers);
        IrValue given = function.Entry.Parameters[parameter];
        bool writes = function.Blocks.SelectMany(static b => b.Instructions).Any(i => Writes(i, given, provenance));
        return _writes[(name, parameter)] = writes;
    }

    private bool Writes(IrInstruction instruction, IrValue given, Provenance provenance)
    {
        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            IrValue operand = instruction.Operands[i];
            if (operand.Type == IrType.Ptr && provenance.Origins(operand).Contains(given) && Writes(instruction, i))
                return true;
        }

        return false;
    }

    private bool Writes(IrInstruction instruction, int operand)
    {
        if (s_looking.Contains(instruction.Op) || (instruction.Op == IrOp.Copy && operand == 1))
            return false;
        if (instruction.Op == IrOp.CallSubprogram || (IsCalledBack(instruction) && operand >= _context.Module.Helpers[instruction.Symbol!].Arguments.Count))
            return IsWritten(instruction, operand);
        List<MemoryAccess> accesses = instruction.Op == IrOp.Helper ? MemoryAccess.Of(instruction, _context).Where(a => a.Operand == operand).ToList() : new List<MemoryAccess>();
        return accesses.Count == 0 || accesses.Exists(static a => a.IsWrite);
    }
}
