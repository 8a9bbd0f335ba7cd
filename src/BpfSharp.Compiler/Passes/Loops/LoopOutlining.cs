using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// Loops that the verifier can't walk round by round (no bound that it sees, or too many rounds) become callbacks of <c>bpf_loop</c>, whose body it looks at
/// once. The kernel ends such a loop after 8,388,607 rounds: that is a fault, never a result.
/// </summary>
internal sealed class LoopOutlining
{
    // Guards are not there yet: they make a round longer, and branch.
    private const double MaxInstructions = 125_000;
    private const double MaxJumps = 2_000;

    private static readonly Version s_since = new(5, 17);

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly HashSet<IrBlock> _refused = new();

    private LoopOutlining(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (context.Options.TargetKernel < s_since)
            return false;
        bool changed = false;
        var pass = new LoopOutlining(context, function);
        while (pass.Next() is { } region)
        {
            if (LoopBody.TryMove(context, function, region))
                changed = true;
            else
                pass._refused.Add(region.Loop.Head);
        }

        return changed;
    }

    // The outermost loop that needs it: what is inside is looked at in the function that it becomes.
    private LoopRegion? Next()
    {
        UnreachableBlocks.Remove(_function);
        var flow = new ControlFlow(_function);
        var dominators = new Dominators(flow);
        var loops = new LoopForest(flow, dominators);
        if (loops.Irreducible.Count != 0)
            return null;
        var trips = new TripCount(new ConditionalRanges(_function, flow, dominators, _context.VerifierView), dominators);
        Loop? chosen = null;
        foreach (Loop loop in loops.Loops.Where(l => !_refused.Contains(l.Head) && Needs(l, loops, trips)))
            chosen = loop;
        if (chosen is null)
            return null;
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(_function);
        List<IrBlock> limits = LoopLimits.Of(chosen, loops).Where(pads.ContainsKey).ToList();
        if (limits.Count != 0 && !LoopLimits.IsOnEveryRound(chosen, limits, dominators))
        {
            // The limit could be met where nobody looks.
            _refused.Add(chosen.Head);
            return Next();
        }

        LoopInvariants.Hoist(_context, _function, chosen);
        PadExits.Make(_function, chosen);
        return new LoopRegion(_context, _function, flow, chosen) { Limits = limits, Rounds = trips.Of(chosen) };
    }

    /// <summary>Whether the verifier does not see that the loop ends, or has too much to walk until then.</summary>
    public static bool Needs(Loop loop, LoopForest loops, TripCount trips)
    {
        double instructions = 0;
        double jumps = 0;
        foreach (IrBlock block in loop.Blocks)
        {
            double rounds = 1;
            for (Loop? around = loops.Innermost(block); around is not null; around = around == loop ? null : around.Parent)
            {
                if (LoopIterators.Has(around))
                    continue;
                // An inner loop without a bound becomes a function of its own.
                if (trips.Of(around) is { } bound)
                    rounds *= bound;
                else if (around == loop)
                    return true;
            }

            instructions += rounds * block.Instructions.Count;
            jumps += block.Terminator.Op is IrOp.BrIf or IrOp.Switch && block != loop.Head ? rounds : 0;
        }

        return instructions > MaxInstructions || jumps > MaxJumps;
    }
}
