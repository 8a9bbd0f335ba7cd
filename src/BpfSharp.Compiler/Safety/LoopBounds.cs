using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Loops;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A loop may end at a number that is bounded in truth, but not to the verifier (a remainder, a byte swap, a division): a comparison before the loop,
/// which always comes out the same way, tells it the bound. Where that is not enough (a step of unknown size), the rounds are counted, and the count compared.
/// </summary>
internal sealed class LoopBounds
{
    // A loop of more rounds is refused in any case.
    private const long MaxBound = 1 << 20;

    private readonly ControlFlow _flow;
    private readonly LoopForest _loops;
    private readonly ConditionalRanges _truth;
    private readonly ConditionalRanges _verifier;
    private readonly TripCount _trueRounds;
    private readonly TripCount _seenRounds;

    private LoopBounds(IrFunction function, RangeView verifier)
    {
        _flow = new ControlFlow(function);
        var dominators = new Dominators(_flow);
        _loops = new LoopForest(_flow, dominators);
        _truth = new ConditionalRanges(function, _flow, dominators, RangeView.Program);
        _verifier = new ConditionalRanges(function, _flow, dominators, verifier);
        _trueRounds = new TripCount(_truth, dominators);
        _seenRounds = new TripCount(_verifier, dominators);
    }

    public static bool Run(IrFunction function, RangeView verifier = RangeView.Verifier)
    {
        var pass = new LoopBounds(function, verifier);
        if (pass._loops.Loops.Count == 0)
            return false;
        // All are found before any is put in: a guard in a block changes none of what was asked there.
        var guards = new List<(IrBlock Block, IrValue Number, ValueRange Bounds)>();
        foreach ((Loop loop, _) in pass.Unseen())
            pass.Collect(loop, guards);
        foreach ((IrBlock block, IrValue number, ValueRange bounds) in guards)
            InsertGuard(block, number, bounds);
        List<(Loop Loop, long Rounds)> left = guards.Count == 0 ? pass.Unseen() : new LoopBounds(function, verifier).Unseen();
        foreach ((Loop loop, long rounds) in left)
            CountRounds(loop, rounds, pass._flow);
        return guards.Count + left.Count != 0;
    }

    // Loops that end sooner than the verifier would find out.
    private List<(Loop Loop, long Rounds)> Unseen()
    {
        var unseen = new List<(Loop Loop, long Rounds)>();
        foreach (Loop loop in _loops.Loops)
        {
            if (!LoopIterators.Has(loop) && _trueRounds.Of(loop) is { } rounds && rounds <= MaxBound && (_seenRounds.Of(loop) is not { } seen || seen > rounds))
                unseen.Add((loop, rounds));
        }

        return unseen;
    }

    private static void CountRounds(Loop loop, long rounds, ControlFlow flow)
    {
        var count = new IrParameter(IrType.I32);
        foreach (IrEdge edge in flow.Predecessors(loop.Head))
        {
            if (!loop.BackEdges.Contains(edge))
            {
                edge.Target.Arguments.Add(IrConstant.I32(0));
                continue;
            }

            var next = new IrInstruction(IrOp.Add, IrType.I32, count, IrConstant.I32(1)) { Span = loop.Span };
            edge.From.Instructions.Insert(edge.From.Instructions.Count - 1, next);
            edge.Target.Arguments.Add(next);
        }

        loop.Head.Parameters.Add(count);
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, count, IrConstant.I32((int)rounds)) { Span = loop.Span };
        loop.Head.Instructions.InsertRange(0, new[] { fits, new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = loop.Span } });
    }

    private void Collect(Loop loop, List<(IrBlock Block, IrValue Number, ValueRange Bounds)> guards)
    {
        var inside = new HashSet<IrBlock>(loop.Blocks);
        List<IrEdge> entries = _flow.Predecessors(loop.Head).Where(e => !inside.Contains(e.From)).ToList();
        var made = new HashSet<IrValue>(loop.Blocks.SelectMany(static b => b.Parameters.Concat<IrValue>(b.Instructions)));
        List<IrValue> limits = loop.Blocks.Select(static b => b.Terminator)
            .Where(t => t.Op == IrOp.BrIf && t.Targets.Exists(x => !inside.Contains(x.Block)))
            .SelectMany(static t => Numbers(t.Operands[0])).Where(n => !made.Contains(n)).ToList();
        foreach (IrEdge entry in entries)
        {
            foreach (IrValue number in limits.Concat(entry.Target.Arguments).SelectMany(WithSource).Distinct())
            {
                if (number is IrConstant || number.Type == IrType.Ptr || made.Contains(number))
                    continue;
                ValueRange truth = _truth.Get(number, entry.From.Terminator);
                if (truth.IsNonNegative && truth.SMax <= MaxBound && _verifier.Get(number, entry.From.Terminator).UMax > truth.UMax && !guards.Contains((entry.From, number, truth)))
                    guards.Add((entry.From, number, truth));
            }
        }
    }

    private static IEnumerable<IrValue> Numbers(IrValue condition) => condition is IrInstruction test && IrCompare.IsCompare(test.Op) ? test.Operands : new List<IrValue> { condition };

    // A number that was widened, and the number itself: the verifier bounds one register at a time.
    private static IEnumerable<IrValue> WithSource(IrValue value)
    {
        for (; value is IrInstruction { Op: IrOp.ZExt or IrOp.SExt or IrOp.Trunc } cast; value = cast.Operands[0])
            yield return value;
        yield return value;
    }

    private static void InsertGuard(IrBlock block, IrValue number, ValueRange bounds)
    {
        int span = block.Terminator.Span;
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, number, new IrConstant(number.Type, (long)bounds.UMax + 1)) { Span = span };
        var guard = new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = span };
        block.Instructions.InsertRange(block.Instructions.Count - 1, new[] { fits, guard });
    }
}
