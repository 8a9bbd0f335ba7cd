using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Kept states, by instruction: a way that comes to one with nothing new ends there (<c>is_state_visited</c>).</summary>
internal sealed class StateCache
{
    // When a state is kept: not before two jumps and eight instructions, in loops more rarely, and in any case before the history becomes too long.
    private const int FewJumps = 2;
    private const int FewInstructions = 8;
    private const int FewJumpsInLoop = 20;
    private const int FewInstructionsInLoop = 100;
    private const int LongHistory = 40;

    // How often a state may be of no use before it is dropped.
    private const int Patience = 3;
    private const int PatienceWhereForced = 64;

    private readonly CodeGraph _code;
    private readonly StateComparison _comparison;
    private readonly StackLiveness _liveness;
    private readonly LoopVisits _loops;
    private readonly Precision _precision;
    private readonly StatePool _pool;
    private readonly IWalkObserver? _observer;
    private readonly List<Checkpoint>?[] _kept;
    private readonly IdMap _ids = new();
    private int _instructionsBefore;
    private int _jumpsBefore;

    public StateCache(CodeGraph code, StackLiveness liveness, LoopVisits loops, Precision precision, StatePool pool, IWalkObserver? observer)
    {
        _pool = pool;
        _observer = observer;
        _code = code;
        _comparison = new StateComparison(code);
        _liveness = liveness;
        _loops = loops;
        _precision = precision;
        _kept = new List<Checkpoint>?[code.Code.Length];
    }

    /// <summary>Whether a state is kept so far behind the last one.</summary>
    public static bool Keeps(int jumps, int instructions) => jumps >= FewJumps && instructions >= FewInstructions;

    /// <summary>Whether none is kept there, in the next round of a loop.</summary>
    public static bool IsSoonInLoop(int jumps, int instructions) => jumps < FewJumpsInLoop && instructions < FewInstructionsInLoop;

    /// <summary>Whether a kept state is dropped.</summary>
    public static bool IsOfNoUse(int hits, int misses, int patience = Patience) => misses > (hits * patience) + patience;

    /// <param name="instructions">Instructions walked so far.</param>
    /// <param name="jumps">Jumps walked so far.</param>
    /// <param name="lastId">The last id that was given.</param>
    /// <param name="previous">The instruction before.</param>
    public CacheAnswer Visit(WalkState current, int instructions, int jumps, uint lastId, int previous)
    {
        int slot = current.Slot;
        bool isForced = _code.IsForced(slot) || current.HistoryLength > LongHistory;
        bool keeps = isForced || Keeps(jumps - _jumpsBefore, instructions - _instructionsBefore);
        List<Checkpoint> kept = ListOf(current);
        Clean(kept, current);
        for (int i = kept.Count - 1; i >= 0; i--)
        {
            Checkpoint checkpoint = kept[i];
            WalkState old = checkpoint.State;
            if (old.Slot != slot)
                continue;
            bool isHit;
            bool isLoop = false;
            if (old.Branches != 0)
            {
                isHit = _code.IsForced(slot) && _comparison.AreEqual(old, current, Closeness.RangeWithin, lastId);
                if (_code.MovesIterator(slot))
                    isHit = isLoop = isHit && IsMoving(current);
                if (!_code.IsForced(slot) && IsEndless(old, current, lastId))
                    return CacheAnswer.Endless;
                if (!isHit && !isForced && IsSoonInLoop(jumps - _jumpsBefore, instructions - _instructionsBefore))
                    keeps = false;
            }
            else
            {
                isLoop = _loops.IsOpen(old);
                isHit = _comparison.AreEqual(old, current, isLoop ? Closeness.RangeWithin : Closeness.AsUsed, lastId);
            }

            // Where ways from it have not ended, nobody ends.
            if (old.Branches == 0)
                _observer?.Compare(old.Way, current.Way, slot, isHit);
            if (isHit)
            {
                checkpoint.Hits++;
                if (_code.IsJumpPoint(slot))
                    current.AddHistory(new JumpRecord(slot, previous, JumpFlags.None, 0, 0, null));
                _precision.Propagate(old, current);
                if (isLoop)
                    Return(old, current);
                return CacheAnswer.Known;
            }

            if (keeps)
                checkpoint.Misses++;
            int patience = _code.IsForced(slot) && old.Branches > 0 ? PatienceWhereForced : Patience;
            if (IsOfNoUse(checkpoint.Hits, checkpoint.Misses, patience))
                kept.RemoveAt(i);
        }

        if (keeps)
        {
            _instructionsBefore = instructions;
            _jumpsBefore = jumps;
            Keep(current, kept);
        }

        return CacheAnswer.New;
    }

    /// <summary>When the walk is over.</summary>
    public void ReleaseAll()
    {
        foreach (List<Checkpoint>? kept in _kept)
            kept?.ForEach(c => _pool.Release(c.State));
    }

    /// <summary>The state on the way here in which the callback was called, or the iterator moved on, the last time.</summary>
    public WalkState? PreviousRound(WalkState current)
    {
        List<Checkpoint> kept = ListOf(current);
        for (int i = kept.Count - 1; i >= 0; i--)
        {
            WalkState old = kept[i].State;
            if (old.Slot == current.Slot && old.Branches != 0 && old.HasCallSitesOf(current) && old.TreeDepth < current.TreeDepth)
                return old;
        }

        return null;
    }

    /// <summary>Whether a round has left nothing in numbers but what the one before did; they are forgotten otherwise, so that rounds become alike.</summary>
    public void Widen(WalkState before, WalkState now, uint lastId)
    {
        _ids.Reset(lastId);
        for (int frame = before.Frames.Count - 1; frame >= 0; frame--)
        {
            Frame old = before.Frames[frame];
            Frame current = now.Frames[frame];
            for (int i = 0; i < old.Registers.Length; i++)
                Widen(old.Registers[i], ref current.Registers[i]);
            for (int i = 0; i < old.Stack.Length && i < current.Stack.Length; i++)
            {
                if (old.Stack[i].IsSpilled && current.Stack[i].IsSpilled)
                    Widen(old.Stack[i].Spilled, ref current.Stack[i].Spilled);
            }
        }
    }

    private void Widen(in Register before, ref Register now)
    {
        if (before.IsScalar && now.IsScalar && !before.IsPrecise && !now.IsPrecise && !(Register.SameValue(before, now) && _ids.MatchAll(before, now)))
            now.SetUnknown();
    }

    // The kernel's hash: functions that are called from several places have their states apart.
    private List<Checkpoint> ListOf(WalkState state)
    {
        uint index = (uint)(state.Slot ^ state.Top.CallSite) % (uint)_kept.Length;
        return _kept[index] ??= new List<Checkpoint>();
    }

    // The iterator of the call that comes next has not come to its end.
    private static bool IsMoving(WalkState state)
    {
        Register iterator = state.Top.Registers[1];
        return !state.Frames[iterator.Frame].Stack[Frame.SlotOf(iterator.Offset + (int)(long)iterator.Bits.Value)].IsDrained;
    }

    private bool IsEndless(WalkState old, WalkState current, uint lastId) =>
        !(old.Top.IsLaterCallback && old.Top.LaterCalls != current.Top.LaterCalls) && StateComparison.MayBeSame(old, current) && _comparison.AreEqual(old, current, Closeness.Exact, lastId)
        && !StateComparison.IteratorsDiffer(old, current) && old.CallbackUnrolls == current.CallbackUnrolls;

    private void Return(WalkState old, WalkState current)
    {
        WalkState copy = _pool.Copy(current);
        copy.EqualTo = old;
        _loops.AddReturn(old, copy);
    }

    private void Keep(WalkState current, List<Checkpoint> kept)
    {
        Precision.ForgetAll(current);
        WalkState copy = _pool.Copy(current);
        _loops.Enter(copy);
        current.Parent = copy;
        current.FirstSlot = current.Slot;
        current.TreeDepth = copy.TreeDepth + 1;
        current.ClearHistory();
        kept.Add(new Checkpoint(copy));
    }

    // When all ways from a state are walked, what none of them has read is taken out.
    private void Clean(List<Checkpoint> kept, WalkState current)
    {
        foreach (Checkpoint checkpoint in kept)
        {
            WalkState state = checkpoint.State;
            if (state.Branches != 0 || state.IsCleaned || state.Slot != current.Slot || !state.HasCallSitesOf(current) || _loops.IsOpen(state))
                continue;
            state.IsCleaned = true;
            for (int frame = 0; frame < state.Frames.Count; frame++)
                Clean(state.Frames[frame], _code.LiveRegisters[state.SlotOf(frame)], _liveness.Alive(state, frame));
        }
    }

    private static void Clean(Frame frame, ushort registers, ulong slots)
    {
        for (int i = 0; i < frame.Registers.Length - 1; i++)
        {
            if ((registers >> i & 1) == 0)
                frame.Registers[i].SetNone();
        }

        for (int i = 0; i < frame.Stack.Length; i++)
        {
            if ((slots >> i & 1) == 0)
                frame.Stack[i].Clear();
        }
    }
}
