using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Whether what was found out behind a kept state holds behind a new one, too (<c>states_equal</c>).</summary>
internal sealed class StateComparison
{
    private readonly CodeGraph _code;
    private readonly IdMap _ids = new();

    public StateComparison(CodeGraph code) => _code = code;

    /// <param name="lastId">The last id that was given.</param>
    public bool AreEqual(WalkState old, WalkState current, Closeness closeness, uint lastId)
    {
        if (old.Frames.Count != current.Frames.Count)
            return false;
        _ids.Reset(lastId);
        if (!ReferencesAreEqual(old, current))
            return false;
        for (int i = 0; i < old.Frames.Count; i++)
        {
            if (old.Frames[i].CallSite != current.Frames[i].CallSite || !FramesAreEqual(old.Frames[i], current.Frames[i], _code.LiveRegisters[old.SlotOf(i)], closeness))
                return false;
        }

        return true;
    }

    /// <summary>Whether it is worth looking for a loop that does not move on (<c>states_maybe_looping</c>).</summary>
    public static bool MayBeSame(WalkState old, WalkState current)
    {
        if (old.Frames.Count != current.Frames.Count)
            return false;
        Register[] before = old.Top.Registers;
        Register[] now = current.Top.Registers;
        for (int i = 0; i < before.Length; i++)
        {
            if (!Register.SameValue(before[i], now[i]) || before[i].Id != now[i].Id || before[i].Reference != now[i].Reference)
                return false;
        }

        return true;
    }

    /// <summary>Whether an iterator has moved on since (<c>iter_active_depths_differ</c>).</summary>
    public static bool IteratorsDiffer(WalkState old, WalkState current)
    {
        for (int frame = old.Depth; frame >= 0; frame--)
        {
            StackSlot[] before = old.Frames[frame].Stack;
            StackSlot[] now = current.Frames[frame].Stack;
            for (int i = 0; i < before.Length; i++)
            {
                if (before[i].IsIterator && !before[i].IsDrained && now[i].Rounds != before[i].Rounds)
                    return true;
            }
        }

        return false;
    }

    private bool ReferencesAreEqual(WalkState old, WalkState current)
    {
        if (old.References.Count != current.References.Count)
            return false;
        for (int i = 0; i < old.References.Count; i++)
        {
            HeldReference before = old.References[i];
            HeldReference now = current.References[i];
            if (!_ids.Match(before.Id, now.Id) || before.IsLock != now.IsLock || before.Map != now.Map)
                return false;
        }

        return true;
    }

    private bool FramesAreEqual(Frame old, Frame current, ushort live, Closeness closeness)
    {
        if (old.CallbackRounds > current.CallbackRounds)
            return false;
        for (int i = 0; i < old.Registers.Length; i++)
        {
            if ((live >> i & 1) != 0 && !RegistersAreEqual(old.Registers[i], current.Registers[i], closeness))
                return false;
        }

        return StacksAreEqual(old, current, closeness);
    }

    private bool RegistersAreEqual(in Register old, in Register current, Closeness closeness)
    {
        if (closeness == Closeness.Exact)
            return Register.SameValue(old, current) && _ids.MatchAll(old, current);
        if (old.Kind == RegisterKind.None && (closeness == Closeness.AsUsed || current.Kind == RegisterKind.None))
            return true;
        if (old.Kind != current.Kind || old.MayBeNull != current.MayBeNull)
            return false;
        switch (old.Kind)
        {
            case RegisterKind.Scalar:
                if (!old.IsPrecise && closeness == Closeness.AsUsed)
                    return true;
                // Who shares nothing with others asks for no more than the range (6.18.y, from 7.0).
                if (old.Id != 0 && (old.Id & Register.IsSum) != 0 != ((current.Id & Register.IsSum) != 0))
                    return false;
                if ((old.Id & Register.IsSum) != 0 && old.Offset != current.Offset)
                    return false;
                // A sum is one of the same number, too.
                return Register.Contains(old, current) && _ids.MatchScalars(old.Id, current.Id)
                    && ((old.Id & Register.IsSum) == 0 || _ids.Match(old.Id & ~Register.IsSum, current.Id & ~Register.IsSum));
            case RegisterKind.MapKey:
            case RegisterKind.MapValue:
            case RegisterKind.Memory:
                return Register.SameShape(old, current) && Register.Contains(old, current) && _ids.MatchAll(old, current);
            case RegisterKind.Packet:
            case RegisterKind.PacketMeta:
                return old.Range <= current.Range && old.Offset == current.Offset && _ids.Match(old.Id, current.Id) && Register.Contains(old, current);
            case RegisterKind.Stack:
                return Register.SameValue(old, current) && _ids.MatchAll(old, current) && old.Frame == current.Frame;
            default:
                return Register.SameValue(old, current) && _ids.MatchAll(old, current);
        }
    }

    private bool StacksAreEqual(Frame old, Frame current, Closeness closeness)
    {
        for (int i = 0; i < old.Stack.Length; i++)
        {
            if (!SlotsAreEqual(ref old.Stack[i], current, i, closeness))
                return false;
        }

        return true;
    }

    private bool SlotsAreEqual(ref StackSlot old, Frame current, int index, Closeness closeness)
    {
        // What was not written, and what is some number, may be anything: root may read it.
        if (closeness == Closeness.AsUsed && old.IsAnyNumber)
            return true;
        if (index >= current.Stack.Length)
            return false;
        ref StackSlot now = ref current.Stack[index];
        for (int i = 0; i < StackSlot.Bytes; i++)
        {
            SlotKind before = old[i];
            if (closeness != Closeness.AsUsed && before != now[i])
                return false;
            if (before is SlotKind.Invalid or SlotKind.Misc)
                continue;
            if (old.IsSpilledScalar64 && (now.IsSpilledScalar64 || now.IsAnyNumber))
                return ScalarSlotsAreEqual(ref old, ref now, closeness);
            if (before != now[i])
                return false;
            if (i == StackSlot.Bytes - 1 && before == SlotKind.Spill)
                return RegistersAreEqual(old.Spilled, now.Spilled, closeness);
            // How many rounds it made is of no account: otherwise no two rounds were alike.
            if (i == StackSlot.Bytes - 1 && before == SlotKind.Iterator)
                return old.IsDrained == now.IsDrained && _ids.Match(old.Spilled.Reference, now.Spilled.Reference);
            if (i == StackSlot.Bytes - 1 && before == SlotKind.Dynptr)
                return old.Dynptr == now.Dynptr && old.IsFirst == now.IsFirst && _ids.Match(old.Spilled.Reference, now.Spilled.Reference);
        }

        return true;
    }

    // Eight bytes of some number are a number of which nothing is known.
    private bool ScalarSlotsAreEqual(ref StackSlot old, ref StackSlot now, Closeness closeness)
    {
        Register unknown = default;
        unknown.SetUnknown();
        return RegistersAreEqual(old.Spilled, now.IsSpilledScalar64 ? now.Spilled : unknown, closeness);
    }
}
