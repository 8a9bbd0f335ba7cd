using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Lowering;

/// <summary>
/// What the patterns on one value have looked at: C# reads each property and element once, and calls each Deconstruct once, however many cases of a
/// 'switch' look at the result. Which of them has run on the way to a case is known at run time only: a flag says so.
/// </summary>
internal sealed class PatternEvaluations
{
    private readonly MethodLowering _method;
    private readonly List<IrPosition> _starts = new();
    private readonly Dictionary<string, Evaluation> _known = new(StringComparer.Ordinal);

    public PatternEvaluations(MethodLowering method) => _method = method;

    /// <summary>The value is made here: nothing has been looked at yet.</summary>
    public void Begin() => _starts.Add(_method.Emit.Position);

    /// <param name="path">What is looked at, from the value on.</param>
    /// <param name="compute">Writes the results to the slots.</param>
    /// <returns>Slots of the results, in memory that nothing changes.</returns>
    public IReadOnlyList<IrValue> Once(string path, IEnumerable<IrType> types, Action<IReadOnlyList<IrValue>> compute)
    {
        IrBuilder emit = _method.Emit;
        if (!_known.TryGetValue(path, out Evaluation? evaluation))
        {
            // Cases are lowered in the order in which they are tried: this one is the first on every way.
            evaluation = new Evaluation(emit.Slot(IrType.Bool, ""), types.Select(t => emit.Slot(t, "")).ToArray());
            _known.Add(path, evaluation);
            compute(evaluation.Results);
            emit.Store(IrType.Bool, evaluation.Flag, IrConstant.I32(1));
            return evaluation.Results;
        }

        if (!evaluation.IsCleared)
        {
            foreach (IrPosition start in _starts)
                emit.Insert(start, new IrInstruction(IrOp.Store, IrType.Void, evaluation.Flag, IrConstant.I32(0)) { TypeArgument = IrType.Bool });
            evaluation.IsCleared = true;
        }

        var first = new IrBlock();
        var after = new IrBlock();
        emit.BranchIf(emit.Load(IrType.Bool, evaluation.Flag), after, first);
        emit.Start(first);
        compute(evaluation.Results);
        emit.Store(IrType.Bool, evaluation.Flag, IrConstant.I32(1));
        emit.Branch(after);
        emit.Start(after);
        return evaluation.Results;
    }

    private sealed class Evaluation
    {
        public Evaluation(IrValue flag, IReadOnlyList<IrValue> results)
        {
            Flag = flag;
            Results = results;
        }

        public IrValue Flag { get; }

        public IReadOnlyList<IrValue> Results { get; }

        public bool IsCleared { get; set; }
    }
}
