using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Loops must end in a way that the verifier sees, and soon enough: it walks every round, gives up after a million instructions
/// (<c>BPF_COMPLEXITY_LIMIT_INSNS</c>), and keeps 8,192 undecided branches (<c>BPF_COMPLEXITY_LIMIT_JMP_SEQ</c>) at most. How far it walks is counted here at worst:
/// that is of account only where the code itself can't be walked (<see cref="Verifier.WorkLimit"/>).
/// </summary>
internal sealed class VerifierCost
{
    private const long MaxInstructions = 500_000;
    private const long MaxPendingJumps = 8_000;
    private const int CallbackWalks = 4;

    private readonly CompilationContext _context;
    private readonly ConditionalRanges _ranges;
    private readonly LoopForest _loops;
    private readonly ControlFlow _flow;
    private readonly Dictionary<Loop, long> _rounds = new();
    private readonly Dictionary<Loop, int> _splits = new();

    private readonly IrFunction _function;
    private readonly IReadOnlyDictionary<string, Work> _callees;

    private VerifierCost(CompilationContext context, IrFunction function, IReadOnlyDictionary<string, Work> callees)
    {
        _context = context;
        _function = function;
        _callees = callees;
        _flow = new ControlFlow(function);
        var dominators = new Dominators(_flow);
        _ranges = new ConditionalRanges(function, _flow, dominators, context.VerifierView);
        _loops = new LoopForest(_flow, dominators);
        var trips = new TripCount(_ranges, dominators);
        foreach (Loop loop in _loops.Loops)
        {
            if (LoopIterators.Has(loop))
                _rounds.Add(loop, CallbackWalks);
            else if (trips.Of(loop) is { } rounds)
                _rounds.Add(loop, rounds);
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new VerifierCost(context, function, new Dictionary<string, Work>());
        foreach (Loop loop in pass._loops.Loops)
            context.Loops.Add(pass.PlaceOf(loop));
        foreach (IrEdge edge in pass._loops.Irreducible)
            context.Report("BPF3020", edge.From.Terminator.Span);
        foreach (Loop loop in pass._loops.Loops.Where(l => !pass._rounds.ContainsKey(l)))
            context.Report("BPF3020", loop.Span);
        // With what its calls cost a function is looked at once those are known.
        if (pass._rounds.Count == pass._loops.Loops.Count && !SubprogramCalls.In(function).Any())
            pass.Estimate(reports: true);
        return false;
    }

    /// <summary>The verifier walks a subprogram at each of its calls.</summary>
    /// <param name="functions">Of one program, the main function first; each calls only those behind it or known before.</param>
    public static void CheckCalls(CompilationContext context, IReadOnlyList<IrFunction> functions)
    {
        if (functions.Count > 1)
            WorkOf(context, functions[0], functions.ToDictionary(static f => f.Name, System.StringComparer.Ordinal), new Dictionary<string, Work>(System.StringComparer.Ordinal), reports: true);
    }

    private static Work WorkOf(CompilationContext context, IrFunction function, Dictionary<string, IrFunction> functions, Dictionary<string, Work> known, bool reports)
    {
        if (known.TryGetValue(function.Name, out Work work))
            return work;
        foreach (IrInstruction call in SubprogramCalls.In(function))
            WorkOf(context, functions[call.Symbol!], functions, known, reports: false);
        work = new VerifierCost(context, function, known).Estimate(reports);
        known.Add(function.Name, work);
        return work;
    }

    private Work Estimate(bool reports)
    {
        double instructions = 0;
        double jumps = 0;
        var shares = new Dictionary<Loop, double>();
        CountSplits();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            double rounds = 1;
            double walks = 1;
            for (Loop? around = _loops.Innermost(block); around is not null; around = around.Parent)
            {
                rounds *= _rounds[around];
                walks *= _rounds[around] * (1.0 + (_splits.TryGetValue(around, out int splits) ? splits : 0));
            }

            Work called = Called(block);
            double length = block.Instructions.Count + called.Instructions;
            instructions += walks * length;
            jumps += rounds * called.Jumps;
            if (block.Terminator.Op == IrOp.BrIf && !IsDecided(block.Terminator))
                jumps += rounds;
            if (_loops.Innermost(block) is { } loop)
                shares[loop] = (shares.TryGetValue(loop, out double share) ? share : 0) + (walks * length);
        }

        if (reports && (instructions > MaxInstructions || jumps > MaxPendingJumps))
            Report(instructions, jumps, shares);
        return new Work(instructions, jumps);
    }

    private Work Called(IrBlock block)
    {
        double instructions = 0;
        double jumps = 0;
        foreach (IrInstruction call in block.Instructions)
        {
            if (call.Op is not (IrOp.CallSubprogram or IrOp.FuncAddr) || !_callees.TryGetValue(call.Symbol!, out Work work))
                continue;
            // A callback is walked until what it leaves behind is what it found.
            int walks = call.Op == IrOp.FuncAddr ? CallbackWalks : 1;
            instructions += work.Instructions * walks;
            jumps += work.Jumps * walks;
        }

        return new Work(instructions, jumps);
    }

    private void Report(double instructions, double jumps, Dictionary<Loop, double> shares)
    {
        Loop? heaviest = _loops.Loops.OrderByDescending(l => shares.TryGetValue(l, out double share) ? share : 0).FirstOrDefault();
        string times = heaviest is null ? "1" : _rounds[heaviest].ToString(CultureInfo.InvariantCulture);
        int span = heaviest?.Span ?? _function.Span;
        CompilerDiagnostic finding = instructions > MaxInstructions
            ? new("BPF3021", span, times, Rounded(instructions), MaxInstructions.ToString(CultureInfo.InvariantCulture))
            : new("BPF3022", span, times, Rounded(jumps), MaxPendingJumps.ToString(CultureInfo.InvariantCulture));
        (_context.IsWalked ? _context.DoubtfulLoops : _context.Diagnostics).Add(finding);
    }

    private LoopPlace PlaceOf(Loop loop)
    {
        IEnumerable<IrBlock> own = loop.Blocks.Where(b => _loops.Innermost(b) == loop);
        return new LoopPlace(loop.Span, _rounds.TryGetValue(loop, out long rounds) ? rounds : null, new HashSet<int>(own.SelectMany(static b => b.Instructions).Select(static i => i.Span)));
    }

    // Where a branch in a loop joins again, the verifier walks the rest of the round once more: for what each way left in registers.
    private void CountSplits()
    {
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            if (block.Terminator.Op != IrOp.BrIf || _loops.Innermost(block) is not { } loop || IsDecided(block.Terminator))
                continue;
            if (block.Terminator.Targets.TrueForAll(t => loop.Blocks.Contains(t.Block)))
                _splits[loop] = (_splits.TryGetValue(loop, out int splits) ? splits : 0) + 1;
        }
    }

    // A counter with a known start is a known number on each round: such a branch leaves nothing to come back to.
    private bool IsDecided(IrInstruction branch)
    {
        if (branch.Operands[0] is not IrInstruction test || !IrCompare.IsCompare(test.Op))
            return false;
        return test.Operands.All(o => IsKnown(o, 0));
    }

    private bool IsKnown(IrValue value, int depth)
    {
        switch (value)
        {
            case IrConstant:
                return true;
            case IrInstruction { Op: IrOp.Add or IrOp.Sub or IrOp.Mul or IrOp.Shl or IrOp.And or IrOp.ZExt or IrOp.SExt or IrOp.Trunc } instruction when depth < 8:
                return instruction.Operands.All(o => IsKnown(o, depth + 1));
            case IrParameter parameter:
                Loop? loop = _loops.Loops.Find(l => l.Head.Parameters.Contains(parameter));
                if (loop is null)
                    return false;
                int index = loop.Head.Parameters.IndexOf(parameter);
                return _flow.Predecessors(loop.Head).All(e => e.Target.Arguments[index] is IrConstant
                    || (e.Target.Arguments[index] is IrInstruction { Op: IrOp.Add } sum && sum.Operands[0] == parameter && sum.Operands[1] is IrConstant));
            default:
                return false;
        }
    }

    private readonly record struct Work(double Instructions, double Jumps);

    private static string Rounded(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
