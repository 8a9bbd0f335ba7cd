using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Where a way has come to, and all that is known there (<c>struct bpf_verifier_state</c>). Kept states form a tree by <see cref="Parent"/>.</summary>
internal sealed class WalkState
{
    /// <summary><c>MAX_CALL_FRAMES</c>.</summary>
    public const int MaxFrames = 8;

    private JumpRecord[] _history = Array.Empty<JumpRecord>();

    public List<Frame> Frames { get; } = new(1);

    public List<HeldReference> References { get; } = new(0);

    public Frame Top => Frames[Frames.Count - 1];

    public int Depth => Frames.Count - 1;

    /// <summary>The state that was kept last on the way here.</summary>
    public WalkState? Parent { get; set; }

    /// <summary>Ways from here that are not walked to their end.</summary>
    public int Branches { get; set; } = 1;

    /// <summary>Slot of the instruction that comes next.</summary>
    public int Slot { get; set; }

    /// <summary>First instruction since <see cref="Parent"/>.</summary>
    public int FirstSlot { get; set; }

    /// <summary>The instruction before <see cref="Slot"/>; -1: none.</summary>
    public int LastSlot { get; set; } = -1;

    /// <summary>Kept states on the way here.</summary>
    public int TreeDepth { get; set; }

    /// <summary>Rounds of callbacks on the way here.</summary>
    public int CallbackUnrolls { get; set; }

    /// <summary>Number that an observer gave to the way here; -1: none.</summary>
    public int Way { get; set; } = -1;

    /// <summary>What nobody reads any more has been taken out.</summary>
    public bool IsCleaned { get; set; }

    /// <summary>Of a state that was found equal inside a loop: to which.</summary>
    public WalkState? EqualTo { get; set; }

    public int HistoryLength { get; private set; }

    public ref readonly JumpRecord HistoryAt(int index) => ref _history[index];

    public void SetHistory(int index, JumpRecord record) => _history[index] = record;

    public void AddHistory(JumpRecord record)
    {
        if (HistoryLength == _history.Length)
            Array.Resize(ref _history, Math.Max(4, HistoryLength * 2));
        _history[HistoryLength++] = record;
    }

    public void ClearHistory() => HistoryLength = 0;

    /// <summary>The same, in the memory of a state that is not needed any more.</summary>
    public WalkState CopyTo(WalkState copy)
    {
        copy.Parent = Parent;
        copy.Branches = Branches;
        copy.Slot = Slot;
        copy.FirstSlot = FirstSlot;
        copy.LastSlot = LastSlot;
        copy.TreeDepth = TreeDepth;
        copy.CallbackUnrolls = CallbackUnrolls;
        copy.Way = Way;
        copy.IsCleaned = false;
        copy.EqualTo = EqualTo;
        copy.HistoryLength = HistoryLength;
        if (copy._history.Length < HistoryLength)
            copy._history = new JumpRecord[HistoryLength];
        Array.Copy(_history, copy._history, HistoryLength);
        copy.References.Clear();
        copy.References.AddRange(References);
        if (copy.Frames.Count > Frames.Count)
            copy.Frames.RemoveRange(Frames.Count, copy.Frames.Count - Frames.Count);
        for (int i = 0; i < Frames.Count; i++)
        {
            if (i < copy.Frames.Count)
                Frames[i].CopyTo(copy.Frames[i]);
            else
                copy.Frames.Add(Frames[i].CopyTo(null));
        }

        return copy;
    }

    /// <summary>Slot where a frame stands: of a caller, that of its call.</summary>
    public int SlotOf(int frame) => frame == Depth ? Slot : Frames[frame + 1].CallSite;

    public bool HasCallSitesOf(WalkState other)
    {
        if (Frames.Count != other.Frames.Count)
            return false;
        for (int i = 0; i < Frames.Count; i++)
        {
            if (Frames[i].CallSite != other.Frames[i].CallSite)
                return false;
        }

        return true;
    }
}
