using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>
/// A number that decided something (a branch, an offset, a size) must be compared between states, and so must those that it came from. They are looked for backwards
/// through the instructions since each kept state (<c>mark_chain_precision</c>).
/// </summary>
internal sealed class Precision
{
    private const int NoSlot = int.MinValue;

    private readonly Wanted _wanted = new();
    private readonly Backtracking _backtracking;
    private bool _changed;

    public Precision(CodeGraph code) => _backtracking = new Backtracking(code, _wanted);

    /// <summary>A register of the innermost frame decides something.</summary>
    public void Mark(WalkState state, int register)
    {
        _wanted.Clear();
        _wanted.Frame = state.Depth;
        _wanted.AddRegister(register);
        Walk(state);
    }

    /// <summary>So does a spilled register.</summary>
    public void MarkSlot(WalkState state, int frame, int slot)
    {
        _wanted.Clear();
        _wanted.Frame = state.Depth;
        _wanted.AddSlot(frame, slot);
        Walk(state);
    }

    /// <summary>What is precise in a kept state is so in one that was found equal.</summary>
    /// <returns>Whether a state before that had to be marked.</returns>
    public bool Propagate(WalkState old, WalkState current)
    {
        _wanted.Clear();
        for (int frame = 0; frame < old.Frames.Count; frame++)
        {
            Register[] registers = old.Frames[frame].Registers;
            for (int i = 0; i < BpfOpcodes.FramePointer; i++)
            {
                if (registers[i].IsScalar && registers[i].IsPrecise)
                    _wanted.AddRegister(frame, i);
            }

            StackSlot[] stack = old.Frames[frame].Stack;
            for (int i = 0; i < stack.Length; i++)
            {
                if (stack[i].Spilled.IsPrecise && stack[i].IsSpilledScalar)
                    _wanted.AddSlot(frame, i);
            }
        }

        _changed = false;
        _wanted.Frame = current.Depth;
        Walk(current);
        return _changed;
    }

    /// <summary>All numbers of all states before.</summary>
    public static void MarkAll(WalkState state)
    {
        for (WalkState? at = state.Parent; at is not null; at = at.Parent)
            SetAll(at, isPrecise: true);
    }

    /// <summary>What a state inherited is not precise for its own sake.</summary>
    public static void ForgetAll(WalkState state) => SetAll(state, isPrecise: false);

    private static void SetAll(WalkState state, bool isPrecise)
    {
        foreach (Frame frame in state.Frames)
        {
            for (int i = 0; i < BpfOpcodes.FramePointer; i++)
            {
                if (frame.Registers[i].IsScalar)
                    frame.Registers[i].IsPrecise = isPrecise;
            }

            for (int i = 0; i < frame.Stack.Length; i++)
            {
                if (frame.Stack[i].IsSpilledScalar)
                    frame.Stack[i].Spilled.IsPrecise = isPrecise;
            }
        }
    }

    private void Walk(WalkState start)
    {
        WalkState state = start;
        int first = state.FirstSlot;
        int last = start.Slot;
        int next = -1;
        // The instruction that asks has not changed anything yet.
        bool skip = true;
        while (!_wanted.IsEmpty)
        {
            int history = state.HistoryLength;
            for (int slot = last; slot != NoSlot && slot >= 0; next = slot, slot = Before(state, slot, first, ref history))
            {
                bool isKnown = skip || _backtracking.TryStep(slot, next, in RecordAt(state, history, slot));
                skip = false;
                if (!isKnown)
                {
                    MarkAll(start);
                    return;
                }

                if (_wanted.IsEmpty)
                    return;
            }

            if (state.Parent is not { } parent)
            {
                MarkAll(start);
                return;
            }

            state = parent;
            Mark(state);
            next = first;
            last = state.LastSlot;
            first = state.FirstSlot;
        }
    }

    private static ref readonly JumpRecord RecordAt(WalkState state, int history, int slot)
    {
        if (history > 0 && state.HistoryAt(history - 1).Slot == slot)
            return ref state.HistoryAt(history - 1);
        return ref JumpRecord.None;
    }

    private static int Before(WalkState state, int slot, int first, ref int history)
    {
        if (slot == first && (history == 0 || (history == 1 && state.HistoryAt(0).Slot == slot)))
            return NoSlot;
        if (history == 0 || state.HistoryAt(history - 1).Slot != slot)
            return slot - 1;
        history--;
        return state.HistoryAt(history).Previous;
    }

    private void Mark(WalkState state)
    {
        for (int frame = _wanted.Frame; frame >= 0; frame--)
        {
            for (int registers = _wanted.RegistersOf(frame), i = 0; registers != 0; registers >>= 1, i++)
            {
                if ((registers & 1) != 0 && !TryMark(ref state.Frames[frame].Registers[i], state.Frames[frame].Registers[i].IsScalar))
                    _wanted.DropRegister(frame, i);
            }

            ulong slots = _wanted.SlotsOf(frame);
            for (int i = 0; slots != 0; slots >>= 1, i++)
            {
                if ((slots & 1) == 0)
                    continue;
                StackSlot[] stack = state.Frames[frame].Stack;
                if (i >= stack.Length || !TryMark(ref stack[i].Spilled, stack[i].IsSpilledScalar))
                    _wanted.DropSlot(frame, i);
            }
        }
    }

    // A pointer is precise anyway; and of what is marked, so is all that it came from.
    private bool TryMark(ref Register register, bool isScalar)
    {
        if (!isScalar || register.IsPrecise)
            return false;
        register.IsPrecise = true;
        _changed = true;
        return true;
    }
}
