using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// Loops that the verifier can't walk and that can't be callbacks (a reference goes from round to round, or comes out; memory that only this function may hold) ask an open-coded iterator before each
/// round. The verifier takes such a loop when a round leaves nothing new behind. No round left is the same fault as that of <see cref="LoopOutlining"/>.
/// </summary>
internal sealed class LoopIterators
{
    private static readonly Version s_since = new(6, 4);

    private readonly IrFunction _function;
    private readonly Loop _loop;
    private readonly IrInstruction _iterator;
    private readonly int _span;

    private LoopIterators(IrFunction function, Loop loop)
    {
        _function = function;
        _loop = loop;
        _span = loop.Span;
        _iterator = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = "", Immediate = IteratorFunctions.Bytes, Span = _span };
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (context.Options.TargetKernel < s_since || !HelperRules.IsGplCompatible(context.Module.License))
            return false;
        bool changed = false;
        while (Next(function, context.VerifierView))
        {
            IteratorFunctions.Declare(context.Module);
            changed = true;
        }

        return changed;
    }

    /// <summary>Whether rounds of the loop are an iterator's.</summary>
    public static bool Has(Loop loop) => loop.Head.Instructions.Exists(IteratorFunctions.IsNext);

    // Inner loops first: what is around one has fewer instructions to be walked then.
    private static bool Next(IrFunction function, RangeView verifier)
    {
        UnreachableBlocks.Remove(function);
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        var loops = new LoopForest(flow, dominators);
        if (loops.Irreducible.Count != 0)
            return false;
        var trips = new TripCount(new ConditionalRanges(function, flow, dominators, verifier), dominators);
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        foreach (Loop loop in loops.Loops.Where(l => !Has(l) && LoopOutlining.Needs(l, loops, trips)))
        {
            List<IrBlock> limits = LoopLimits.Of(loop, loops).Where(pads.ContainsKey).ToList();
            if (limits.Count != 0 && !LoopLimits.IsOnEveryRound(loop, limits, dominators))
                continue;
            new LoopIterators(function, loop).Rewrite(flow, limits);
            return true;
        }

        return false;
    }

    private void Rewrite(ControlFlow flow, List<IrBlock> limits)
    {
        var inside = new HashSet<IrBlock>(_loop.Blocks);
        List<IrTarget> entries = flow.Predecessors(_loop.Head).Where(e => !inside.Contains(e.From)).Select(static e => e.Target).ToList();
        List<IrTarget> back = flow.Predecessors(_loop.Head).Where(e => inside.Contains(e.From)).Select(static e => e.Target).ToList();
        PadExits.Make(_function, _loop);
        Leave();
        IrBlock asks = Ask(limits);
        back.ForEach(t => t.Block = asks);
        Enter(entries, asks);
        _function.Entry.Instructions.Insert(0, _iterator);
    }

    private void Enter(List<IrTarget> entries, IrBlock asks)
    {
        var before = new IrBlock();
        before.Parameters.AddRange(asks.Parameters.Select(static p => new IrParameter(p.Type)));
        before.Instructions.Add(IteratorFunctions.CallNew(_iterator, LoopBody.MaxRounds, _span));
        Jump(before, new IrTarget(asks, before.Parameters.ToArray<IrValue>()));
        entries.ForEach(t => t.Block = before);
        _function.Blocks.Add(before);
    }

    // The loop's new head.
    private IrBlock Ask(List<IrBlock> limits)
    {
        var asks = new IrBlock();
        asks.Parameters.AddRange(_loop.Head.Parameters);
        _loop.Head.Parameters.Clear();
        IrInstruction next = IteratorFunctions.CallNext(_iterator, _span);
        var goesOn = new IrInstruction(IrOp.Ne, IrType.I32, next, IrConstant.I64(0)) { Span = _span };
        asks.Instructions.AddRange(new[] { next, goesOn });
        _function.Blocks.Add(asks);
        foreach (IrBlock block in limits)
        {
            int mark = block.Instructions.FindIndex(static i => i.Op == IrOp.LoopLimit);
            block.Instructions[mark] = new IrInstruction(IrOp.Guard, IrType.Void, goesOn) { Immediate = (int)FaultKind.LoopLimit, Span = _span };
        }

        if (limits.Count != 0)
        {
            Jump(asks, new IrTarget(_loop.Head));
            return asks;
        }

        var limit = new IrBlock();
        limit.Instructions.Add(IteratorFunctions.CallDestroy(_iterator, _span));
        limit.Instructions.Add(new IrInstruction(IrOp.Fault, IrType.Void) { Immediate = (int)FaultKind.LoopLimit, Span = _span });
        _function.Blocks.Add(limit);
        var branch = new IrInstruction(IrOp.BrIf, IrType.Void, goesOn) { Span = _span };
        branch.Targets.Add(new IrTarget(_loop.Head));
        branch.Targets.Add(new IrTarget(limit));
        asks.Instructions.Add(branch);
        return asks;
    }

    private void Leave()
    {
        var inside = new HashSet<IrBlock>(_loop.Blocks);
        foreach (IrTarget exit in _loop.Blocks.SelectMany(static b => b.Successors).Where(t => !inside.Contains(t.Block)).ToList())
        {
            var landing = new IrBlock();
            landing.Instructions.Add(IteratorFunctions.CallDestroy(_iterator, _span));
            Jump(landing, new IrTarget(exit.Block, exit.Arguments.ToArray()));
            exit.Block = landing;
            exit.Arguments.Clear();
            _function.Blocks.Add(landing);
        }
    }

    private void Jump(IrBlock block, IrTarget target)
    {
        var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = _span };
        jump.Targets.Add(target);
        block.Instructions.Add(jump);
    }
}
