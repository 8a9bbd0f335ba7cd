using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>
/// What is precise in a kept state inside a loop is known only when all ways out of the loop are walked: until then states are compared strictly, and what
/// those that were found equal need is carried back at the end (<c>maybe_enter_scc</c>, <c>maybe_exit_scc</c>).
/// </summary>
internal sealed class LoopVisits
{
    private const int MaxRounds = 64;

    private readonly CodeGraph _code;
    private readonly List<LoopVisit> _visits = new();

    public LoopVisits(CodeGraph code) => _code = code;

    public void Enter(WalkState state)
    {
        if (LoopOf(state, out int depth) is not (> 0 and int loop))
            return;
        LoopVisit visit = Find(state, loop, depth) ?? Add(state, loop, depth);
        visit.Entry ??= state;
    }

    public void Exit(WalkState state, Precision precision)
    {
        if (LoopOf(state, out int depth) is not (> 0 and int loop) || Find(state, loop, depth) is not { } visit || visit.Entry != state)
            return;
        visit.Entry = null;
        bool changed = visit.Returns.Count != 0;
        for (int round = 0; changed; round++)
        {
            changed = false;
            foreach (WalkState back in visit.Returns)
            {
                if (round >= MaxRounds)
                    Precision.MarkAll(back);
                else
                    changed |= precision.Propagate(back.EqualTo!, back);
            }
        }

        visit.Returns.Clear();
    }

    /// <param name="current">Was found equal to <paramref name="old"/>.</param>
    public void AddReturn(WalkState old, WalkState current)
    {
        if (LoopOf(old, out int depth) is > 0 and int loop && Find(old, loop, depth) is { } visit)
            visit.Returns.Add(current);
    }

    public bool IsOpen(WalkState state) => LoopOf(state, out int depth) is > 0 and int loop && Find(state, loop, depth) is { Returns.Count: > 0 };

    // The outermost loop around.
    private int LoopOf(WalkState state, out int depth)
    {
        for (depth = 0; depth <= state.Depth; depth++)
        {
            int loop = _code.Loops[state.SlotOf(depth)];
            if (loop != 0)
                return loop;
        }

        return 0;
    }

    private LoopVisit? Find(WalkState state, int loop, int depth)
    {
        foreach (LoopVisit visit in _visits)
        {
            if (visit.Loop == loop && IsOf(visit, state, depth))
                return visit;
        }

        return null;
    }

    private static bool IsOf(LoopVisit visit, WalkState state, int depth)
    {
        if (visit.CallSites.Length != depth)
            return false;
        for (int i = 0; i < depth; i++)
        {
            if (visit.CallSites[i] != state.SlotOf(i))
                return false;
        }

        return true;
    }

    private LoopVisit Add(WalkState state, int loop, int depth)
    {
        int[] callSites = depth == 0 ? Array.Empty<int>() : new int[depth];
        for (int i = 0; i < depth; i++)
            callSites[i] = state.SlotOf(i);
        var visit = new LoopVisit(callSites, loop);
        _visits.Add(visit);
        return visit;
    }
}
