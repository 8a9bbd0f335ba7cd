using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Selection;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Loops;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A loop may end at a number that is bounded in truth, but not to the verifier (a remainder, a byte swap, a division): a comparison before the loop,
/// which always comes out the same way, tells it the bound. Where that is not enough (a step of unknown size), the rounds are counted, and the count compared. In protected code
/// (<c>loop.limit</c> at the loop's head) the fault that never comes leads to the pad: the verifier wants to see there what is released.
/// </summary>
internal sealed class LoopBounds
{
    // A loop of more rounds is refused in any case.
    private const long MaxBound = 1 << 20;

    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Dominators _dominators;
    private readonly Dictionary<IrBlock, IrTarget> _pads;
    private readonly LoopForest _loops;
    private readonly ConditionalRanges _truth;
    private readonly ConditionalRanges _verifier;
    private readonly TripCount _trueRounds;
    private readonly TripCount _seenRounds;

    private LoopBounds(IrFunction function, RangeView verifier, bool decidesBounds)
    {
        _function = function;
        _flow = new ControlFlow(function);
        _dominators = new Dominators(_flow);
        _pads = ProtectedBlocks.Find(function);
        _loops = new LoopForest(_flow, _dominators);
        _truth = new ConditionalRanges(function, _flow, _dominators, RangeView.Program);
        _verifier = new ConditionalRanges(function, _flow, _dominators, verifier);
        _trueRounds = new TripCount(_truth, _dominators);
        _seenRounds = new TripCount(_verifier, _dominators, decidesBounds ? null : CountedValues.Find(_flow));
    }

    /// <summary>Takes away the marks of protected loops that get no comparison here: their pads may be of no use.</summary>
    public static bool DropMarks(IrFunction function, RangeView verifier, bool decidesBounds = true)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.LoopLimit)))
            return false;
        var pass = new LoopBounds(function, verifier, decidesBounds);
        return LoopLimits.Drop(function, pass.Unseen().SelectMany(u => LoopLimits.Of(u.Loop, pass._loops)));
    }

    /// <param name="decidesBounds">Whether the verifier compares two numbers of which it knows bounds only; otherwise a counter that starts at none that it knows ends at none either.</param>
    public static bool Run(IrFunction function, RangeView verifier = RangeView.Verifier, bool decidesBounds = true)
    {
        var pass = new LoopBounds(function, verifier, decidesBounds);
        if (pass._loops.Loops.Count == 0)
            return LoopLimits.Drop(function);
        // All are found before any is put in: a guard in a block changes none of what was asked there.
        var guards = new List<(IrBlock Block, IrValue Number, ValueRange Bounds)>();
        var pads = new Dictionary<IrBlock, IrTarget>();
        foreach ((Loop loop, _) in pass.Unseen())
            pass.Collect(loop, guards, pads);
        var inner = new Dictionary<IrBlock, IrBlock>();
        foreach ((IrBlock block, IrValue number, ValueRange bounds) in guards)
        {
            if (!inner.TryGetValue(block, out IrBlock? protectedBlock))
                inner.Add(block, protectedBlock = pads.TryGetValue(block, out IrTarget? pad) ? pass.Protect(block, pad) : block);
            InsertGuard(protectedBlock, number, bounds);
        }

        LoopBounds counting = guards.Count == 0 ? pass : new LoopBounds(function, verifier, decidesBounds);
        List<(Loop Loop, long Rounds)> left = counting.Unseen();
        foreach ((Loop loop, long rounds) in left)
            counting.CountRounds(loop, rounds);
        return LoopLimits.Drop(function) || guards.Count + left.Count != 0;
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

    private List<IrBlock> MarksOf(Loop loop) => LoopLimits.Of(loop, _loops).FindAll(_pads.ContainsKey);

    private IrBlock Protect(IrBlock block, IrTarget pad)
    {
        IrBlock inner = ProtectedBlocks.Protect(block, pad, block.Instructions.Count - 1);
        _function.Blocks.Insert(_function.Blocks.IndexOf(block) + 1, inner);
        return inner;
    }

    private void CountRounds(Loop loop, long rounds)
    {
        var count = new IrParameter(IrType.I32);
        foreach (IrEdge edge in _flow.Predecessors(loop.Head))
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
        IrBlock? mark = MarksOf(loop).Find(m => LoopLimits.IsOnEveryRound(loop, new[] { m }, _dominators));
        int at = mark?.Instructions.FindIndex(static i => i.Op == IrOp.LoopLimit) ?? 0;
        (mark ?? loop.Head).Instructions.InsertRange(at, new[] { fits, new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = loop.Span } });
    }

    // pads: where the faults of comparisons in those blocks go.
    private void Collect(Loop loop, List<(IrBlock Block, IrValue Number, ValueRange Bounds)> guards, Dictionary<IrBlock, IrTarget> pads)
    {
        var inside = new HashSet<IrBlock>(loop.Blocks);
        List<IrEdge> entries = _flow.Predecessors(loop.Head).Where(e => !inside.Contains(e.From)).ToList();
        if (MarksOf(loop) is [var mark, ..])
        {
            entries = entries.FindAll(e => _pads.ContainsKey(e.From) || PadAt(e, _pads[mark], loop, inside) is not null);
            foreach (IrEdge entry in entries.Where(e => !_pads.ContainsKey(e.From)))
                pads[entry.From] = PadAt(entry, _pads[mark], loop, inside)!;
        }

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

    // The pad with what its values are where the loop is entered; null where one is made in the loop.
    private IrTarget? PadAt(IrEdge entry, IrTarget pad, Loop loop, HashSet<IrBlock> inside)
    {
        var arguments = new List<IrValue>();
        foreach (IrValue argument in pad.Arguments)
        {
            bool isOfHead = argument is IrParameter parameter && loop.Head.Parameters.Contains(parameter);
            if (!isOfHead && inside.Any(b => b.Parameters.Contains(argument) || b.Instructions.Contains(argument)))
                return null;
            arguments.Add(isOfHead ? entry.Target.Arguments[loop.Head.Parameters.IndexOf((IrParameter)argument)] : argument);
        }

        return IsKnownAt(entry.From, pad.Block) ? new IrTarget(pad.Block, arguments.ToArray()) : null;
    }

    // All that the pad and what comes behind it read.
    private bool IsKnownAt(IrBlock block, IrBlock pad)
    {
        HashSet<IrBlock> behind = ControlFlow.From(pad);
        if (behind.Contains(block))
            return false;
        var unknown = new HashSet<IrValue>(_function.Blocks.Where(b => !behind.Contains(b) && !_dominators.Dominates(b, block)).SelectMany(static b => b.Parameters.Concat<IrValue>(b.Instructions)));
        return !behind.SelectMany(static b => b.Instructions).SelectMany(static i => i.Operands.Concat(i.Targets.SelectMany(static t => t.Arguments))).Any(unknown.Contains);
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
