using System.Collections.Generic;
using System.Threading;
using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>
/// Walks a program as the kernel's verifier does (<c>do_check</c> of <c>kernel/bpf/verifier.c</c>, Linux 6.18, for a process with CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON):
/// each way to its end, the other side of each undecided branch later, the newest first, until a way comes to a state that is known.
/// </summary>
internal sealed partial class Walker
{
    private const int CancellationInterval = 4096;

    private readonly VerifierProgram _program;
    private readonly CodeGraph _code;
    private readonly StackLiveness _liveness;
    private readonly LoopVisits _loops;
    private readonly Precision _precision;
    private readonly StateCache _cache;
    private readonly StatePool _pool;
    private readonly IWalkObserver? _observer;
    private readonly Stack<Pending> _pending = new();
    private readonly int[] _visits;
    private readonly int _maxPending;
    private WalkState _state;
    private int _slot;
    private int _previous = -1;
    private int _instructions;
    private int _jumps;
    private int _mostPending;
    private uint _lastId;

    // The instruction's record in the history; -1: none.
    private int _record;
    private WalkEnd _end = WalkEnd.Complete;
    private string _reason = "";

    private Walker(VerifierProgram program, int maxPending, StatePool pool, IWalkObserver? observer)
    {
        _pool = pool;
        _observer = observer;
        _program = program;
        _code = new CodeGraph(program);
        _liveness = new StackLiveness(_code);
        _loops = new LoopVisits(_code);
        _precision = new Precision(_code);
        _cache = new StateCache(_code, _liveness, _loops, _precision, pool, observer);
        _visits = new int[_code.Code.Length];
        _maxPending = maxPending;
        _state = new WalkState();
        _state.Frames.Add(Frame.Enter(0, Frame.Main, 0));
        _state.Top.Registers[1].SetPointer(RegisterKind.Context);
    }

    private Register[] Registers => _state.Top.Registers;

    /// <param name="maxInstructions">The walk ends behind so many.</param>
    /// <param name="maxPending">The walk ends where more ways are left for later.</param>
    /// <param name="pool">Where states of walks before come from; null: this is the only one.</param>
    /// <param name="observer">Is told what shows; null: nobody wants to know.</param>
    public static WalkResult Run(VerifierProgram program, int maxInstructions, int maxPending, CancellationToken cancellation, StatePool? pool = null, IWalkObserver? observer = null)
    {
        var walker = new Walker(program, maxPending, pool ?? new StatePool(), observer);
        walker.Walk(maxInstructions, cancellation);
        if (pool is not null)
            walker.Release();
        return new WalkResult(walker._end, walker._instructions, walker._mostPending, walker._visits, walker._slot, walker._reason);
    }

    private void Walk(int maxInstructions, CancellationToken cancellation)
    {
        int last = -1;
        while (true)
        {
            _record = -1;
            _previous = last;
            if (++_instructions > maxInstructions)
            {
                _end = WalkEnd.TooManyInstructions;
                return;
            }

            if (_instructions % CancellationInterval == 0)
                cancellation.ThrowIfCancellationRequested();
            _visits[_slot]++;
            _state.LastSlot = last;
            _state.Slot = _slot;
            if (_observer is not null)
                _state.Way = _observer.Arrive(_state.Way, _slot);
            Step step = Arrive();
            if (step == Step.Next)
            {
                last = _slot;
                _liveness.Begin(_state, _slot);
                step = Execute();
                _liveness.End();
            }

            if (step == Step.Stop)
                return;
            if (step == Step.End && !TryPop(ref last))
                return;
        }
    }

    private Step Arrive()
    {
        if (_code.IsPrunePoint(_slot))
        {
            switch (_cache.Visit(_state, _instructions, _jumps, _lastId, _previous))
            {
                case CacheAnswer.Known:
                    return Step.End;
                case CacheAnswer.Endless:
                    return Refuse("infinite loop detected");
            }
        }

        if (_code.IsJumpPoint(_slot))
            Record(JumpFlags.None, 0, 0, null);
        return Step.Next;
    }

    private Step Execute()
    {
        BpfInstruction i = _code.Code[_slot];
        switch (i.Opcode & BpfOpcodes.ClassMask)
        {
            case BpfOpcodes.Alu:
            case BpfOpcodes.Alu64:
                return Alu(i) ? Advance(1) : Step.Stop;
            case BpfOpcodes.Ldx:
                return Load(i) ? Advance(1) : Step.Stop;
            case BpfOpcodes.St:
            case BpfOpcodes.Stx:
                return Store(i) ? Advance(1) : Step.Stop;
            case BpfOpcodes.Ld:
                return LoadImmediate(i) ? Advance(2) : Step.Stop;
            default:
                _jumps++;
                return Jump(i);
        }
    }

    private Step Jump(BpfInstruction i)
    {
        switch (i.Opcode & BpfOpcodes.OperationMask)
        {
            case BpfOpcodes.JumpAlways:
                _slot = _code.Target(_slot);
                return Step.Next;
            case BpfOpcodes.ExitOperation:
                return Exit();
            case BpfOpcodes.CallOperation:
                return Call(i);
            case BpfOpcodes.JumpConditionally:
                return Unknown("may_goto");
            default:
                return Branch(i);
        }
    }

    private Step Advance(int slots)
    {
        _slot += slots;
        return Step.Next;
    }

    private Step Refuse(string reason)
    {
        _end = WalkEnd.Refused;
        _reason = reason;
        return Step.Stop;
    }

    private bool Fail(string reason)
    {
        Refuse(reason);
        return false;
    }

    private Step Unknown(string reason)
    {
        _end = WalkEnd.Unknown;
        _reason = reason;
        return Step.Stop;
    }

    /// <summary>Leaves a way for later: a copy of where this one is.</summary>
    private WalkState? Push(int slot, int previous)
    {
        WalkState copy = _pool.Copy(_state);
        _observer?.Arrive(copy.Way, slot);
        if (!TryPush(new Pending(copy, slot, previous)))
            return null;
        if (copy.Parent is { } parent)
            parent.Branches++;
        return copy;
    }

    private bool TryPush(Pending pending)
    {
        _pending.Push(pending);
        if (_pending.Count > _mostPending)
            _mostPending = _pending.Count;
        if (_pending.Count <= _maxPending)
            return true;
        _end = WalkEnd.TooManyBranches;
        return false;
    }

    private bool TryPop(ref int last)
    {
        for (WalkState? state = _state; state is not null && --state.Branches == 0; state = state.Parent)
            _loops.Exit(state, _precision);
        _liveness.Update(_state);
        if (_pending.Count == 0)
            return false;
        _pool.Release(_state);
        Pending next = _pending.Pop();
        _state = next.State;
        _slot = next.Slot;
        last = next.Previous;
        return true;
    }

    private void Release()
    {
        _pool.Release(_state);
        foreach (Pending pending in _pending)
            _pool.Release(pending.State);
        _cache.ReleaseAll();
    }

    private void Record(JumpFlags flags, int stackSlot, int frame, LinkedPlaces? linked)
    {
        if (_record < 0)
        {
            _record = _state.HistoryLength;
            _state.AddHistory(new JumpRecord(_slot, _previous, flags, (byte)stackSlot, (byte)frame, linked));
            return;
        }

        JumpRecord known = _state.HistoryAt(_record);
        bool isAccess = (flags & JumpFlags.StackAccess) != 0;
        _state.SetHistory(_record, known with
        {
            Flags = known.Flags | flags,
            StackSlot = isAccess ? (byte)stackSlot : known.StackSlot,
            Frame = isAccess ? (byte)frame : known.Frame,
            Linked = linked,
        });
    }
}
