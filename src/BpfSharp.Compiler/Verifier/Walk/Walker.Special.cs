using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// What single helpers mean to the verifier, and what releases and locks do.
internal sealed partial class Walker
{
    private bool Special(HelperCall call)
    {
        switch (call.Helper.Id)
        {
            case KnownHelpers.Loop:
                return Loop(call);
            case KnownHelpers.ForEachMapElement:
                return ForEachElement(call);
            case KnownHelpers.UserRingBufferDrain:
                return Drain(call);
            case KnownHelpers.TimerSetCallback:
                return LaterCallback(call);
            case KnownHelpers.TailCall:
                // A known index is a direct jump.
                if (Registers[3].IsConstant(wide: true) && Registers[3].Bits.Value < _program.Maps[call.Map].MaxEntries)
                    _precision.Mark(_state, 3);
                return _state.References.Count == 0 || Fail("tail_call would lead to reference leak");
            case KnownHelpers.SpinLock:
            case KnownHelpers.SpinUnlock:
                return Lock(call);
            default:
                if ((call.Helper.Effects & IrHelperEffects.Releases) == 0)
                    return true;
                return call.Dynptr != 0 ? ReleaseDynptr(Registers[call.Dynptr]) : Release(Registers[call.Reference]);
        }
    }

    // The kernel walks the body until a round leaves nothing new, or as often as the count says.
    private bool Loop(HelperCall call)
    {
        if (Registers[4].IsZero)
            _precision.Mark(_state, 4);
        _precision.Mark(_state, 1);
        if (_state.Top.CallbackRounds >= Registers[1].UMax)
        {
            _state.Top.CallbackRounds = 0;
            return true;
        }

        Register environment = Registers[3];
        if (PushCallback(call.Callback) is not { } callee)
            return false;
        callee.Registers[1].Kind = RegisterKind.Scalar;
        callee.Registers[2] = environment;
        return true;
    }

    private bool ForEachElement(HelperCall call)
    {
        Register map = Registers[1];
        Register environment = Registers[3];
        if (PushCallback(call.Callback) is not { } callee)
            return false;
        callee.Registers[1] = map;
        callee.Registers[2].SetPointer(RegisterKind.MapKey);
        callee.Registers[2].Map = map.Map;
        callee.Registers[3].SetPointer(RegisterKind.MapValue);
        callee.Registers[3].Map = map.Map;
        callee.Registers[4] = environment;
        return true;
    }

    private bool Drain(HelperCall call)
    {
        Register environment = Registers[3];
        if (PushCallback(call.Callback) is not { } callee)
            return false;
        callee.Registers[1].SetPointer(RegisterKind.Record);
        callee.Registers[1].Id = ++_lastId;
        callee.Registers[2] = environment;
        return true;
    }

    // A timer's function runs by itself: it is walked later, from nothing but its arguments.
    private bool LaterCallback(HelperCall call)
    {
        Frame callee = Frame.Enter(0, Frame.Main, call.Callback);
        int map = Registers[1].Map;
        callee.LaterCalls = _state.Top.LaterCalls + 1;
        callee.IsLaterCallback = true;
        callee.Registers[1].SetPointer(RegisterKind.Map);
        callee.Registers[1].Map = map;
        callee.Registers[2].SetPointer(RegisterKind.MapKey);
        callee.Registers[2].Map = map;
        callee.Registers[3].SetPointer(RegisterKind.MapValue);
        callee.Registers[3].Map = map;
        var state = new WalkState();
        state.Frames.Add(callee);
        return TryPush(new Pending(state, call.Callback, _slot));
    }

    private bool Lock(HelperCall call)
    {
        Register value = Registers[call.Reference == 0 ? 1 : call.Reference];
        if (call.Helper.Id == KnownHelpers.SpinLock)
            _state.References.Add(new HeldReference(value.Id, IsLock: true, value.Map));
        else if (_state.References.RemoveAll(r => r.IsLock && r.Id == value.Id && r.Map == value.Map) == 0)
            return Fail("bpf_spin_unlock without taking a lock");
        return true;
    }

    private bool Release(in Register held)
    {
        uint reference = held.Reference;
        if (reference == 0)
            return held.IsZero || Fail("reference has not been acquired before");
        Release(reference);
        return true;
    }

    private void Release(uint reference)
    {
        _state.References.RemoveAll(r => r.Id == reference);
        ForEach(_state, (ref Register r) =>
        {
            if (r.Reference == reference)
                r.SetUnknown();
        });
    }
}
