using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Finds the value whose register already holds what another value is: a widening that is free, a mask that clears nothing, a parameter with one source.</summary>
internal sealed class ValueAliases
{
    private readonly Dictionary<IrValue, IrValue> _known = new();
    private readonly Dictionary<IrParameter, IrValue> _single = new();
    private readonly HashSet<IrValue> _signedLoads;

    // Distances of variable steps, numbers that helpers are told but for those that may be anything, and what both are computed from: their own register must be the one that is compared, for the bounds to be of any use.
    private readonly HashSet<IrValue> _distances = new();
    private readonly RangeAnalysis _ranges;
    private readonly RangeAnalysis _verifierRanges;

    /// <param name="signedLoads">Loads whose registers hold 64 sign-extended bits, because nobody wants anything else.</param>
    /// <param name="verifier">What the target's verifier finds out.</param>
    public ValueAliases(ControlFlow flow, HashSet<IrValue> signedLoads, RangeView verifier, Dictionary<string, IrHelper> helpers)
    {
        _ranges = new RangeAnalysis(flow.Function);
        _verifierRanges = new RangeAnalysis(flow.Function, verifier);
        _signedLoads = signedLoads;
        var distances = new List<IrValue>();
        var arguments = new Dictionary<IrValue, List<IrValue>>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.PtrAdd)
                    distances.Add(instruction.Operands[1]);
                else if (instruction.Op == IrOp.Helper)
                    distances.AddRange(helpers[instruction.Symbol!].BoundedOperands(instruction).Where(static o => o.Type != IrType.Ptr));
            }

            IReadOnlyList<IrEdge> edges = flow.Predecessors(block);
            for (int i = 0; i < block.Parameters.Count && !ReferenceEquals(block, flow.Function.Entry); i++)
                arguments.Add(block.Parameters[i], edges.Select(e => e.Target.Arguments[i]).ToList());
            if (edges.Count != 1 || ReferenceEquals(block, flow.Function.Entry))
                continue;
            for (int i = 0; i < block.Parameters.Count; i++)
                _single.Add(block.Parameters[i], edges[0].Target.Arguments[i]);
        }

        AddDistances(new Stack<IrValue>(distances), arguments);
    }

    // Also what a parameter stands for: it is compared before it is passed.
    private void AddDistances(Stack<IrValue> work, Dictionary<IrValue, List<IrValue>> arguments)
    {
        while (work.Count != 0)
        {
            IrValue value = work.Pop();
            if (value is IrConstant || !_distances.Add(value))
                continue;
            List<IrValue>? sources = null;
            if (value is IrInstruction instruction && IrOpTable.Get(instruction.Op).IsPure)
                sources = instruction.Operands;
            else if (value is IrParameter)
                arguments.TryGetValue(value, out sources);
            foreach (IrValue source in sources ?? new List<IrValue>())
                work.Push(source);
        }
    }

    /// <summary>The value that owns the register.</summary>
    public IrValue Resolve(IrValue value)
    {
        if (value is IrConstant)
            return value;
        if (_known.TryGetValue(value, out IrValue? known))
            return known;
        IrValue resolved = Step(value) is { } next ? Resolve(next) : value;
        _known.Add(value, resolved);
        return resolved;
    }

    /// <summary>The only edge into the parameter's block names its value: nothing is to be copied.</summary>
    public bool IsSingle(IrParameter parameter) => _single.ContainsKey(parameter);

    /// <summary>A pointer is stepped by the value, or a helper is told it, as such or after computing: the verifier needs its bounds.</summary>
    public bool NeedsBounds(IrValue value) => _distances.Contains(value);

    public bool IsSignedLoad(IrValue load) => _signedLoads.Contains(load);

    /// <summary>A value with the same low 32 bits, with as little computed as possible.</summary>
    public IrValue ResolveLow(IrValue value)
    {
        for (; ; )
        {
            value = Resolve(value);
            if (value is not IrInstruction { Op: IrOp.Trunc } trunc || _distances.Contains(trunc))
                return value;
            value = trunc.Operands[0];
        }
    }

    private IrValue? Step(IrValue value)
    {
        if (value is IrParameter parameter)
            return _single.TryGetValue(parameter, out IrValue? argument) ? argument : null;
        var i = (IrInstruction)value;
        return i.Op switch
        {
            IrOp.ZExt => i.Operands[0],
            IrOp.SExt => _ranges.Get(i.Operands[0]).IsNonNegative || _signedLoads.Contains(i.Operands[0]) ? i.Operands[0] : null,
            IrOp.Trunc => CutsNothing(i),
            IrOp.ExtU8 => Fits(i.Operands[0], byte.MaxValue),
            IrOp.ExtU16 => Fits(i.Operands[0], ushort.MaxValue),
            IrOp.ExtI8 => Fits(i.Operands[0], (ulong)sbyte.MaxValue),
            IrOp.ExtI16 => Fits(i.Operands[0], (ulong)short.MaxValue),
            IrOp.And => ClearsNothing(i),
            IrOp.PtrAdd when i.Operands[1] is IrConstant { Value: 0 } => i.Operands[0],
            _ => null,
        };
    }

    // What narrows a value tells the verifier its bounds: it may go only if they are known anyway.
    private IrValue? Fits(IrValue value, ulong limit) => _verifierRanges.Get(value).UMax <= limit ? value : null;

    // Nobody needs its bounds: it is enough that they are true.
    private IrValue? CutsNothing(IrInstruction trunc) =>
        !_distances.Contains(trunc) && _ranges.Get(trunc.Operands[0]).UMax <= uint.MaxValue ? trunc.Operands[0] : Fits(trunc.Operands[0], uint.MaxValue);

    private IrValue? ClearsNothing(IrInstruction and)
    {
        if (and.Operands[1] is not IrConstant mask)
            return null;
        ulong bits = ValueRange.Unsigned(mask.Value, mask.Type);
        return (bits & (bits + 1)) == 0 ? Fits(and.Operands[0], bits) : null;
    }
}
