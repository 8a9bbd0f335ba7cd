using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// Subprograms (walked at each call), callbacks, and what a function's end does.
internal sealed partial class Walker
{
    private const int FirstSaved = 6;

    private bool LoadImmediate(BpfInstruction i)
    {
        ref Register destination = ref Registers[i.Destination];
        if (i.Opcode != BpfOpcodes.LoadImmediate64)
        {
            Unknown("legacy packet load");
            return false;
        }

        switch (i.Source)
        {
            case 0:
                destination.SetScalar(((ulong)_code.Code[_slot + 1].Immediate << 32) | (uint)i.Immediate);
                return true;
            case BpfOpcodes.PseudoFunc:
                destination.SetPointer(RegisterKind.Function);
                destination.Range = _slot + 1 + i.Immediate;
                return true;
            case BpfOpcodes.PseudoMapFd or BpfOpcodes.PseudoMapValue when _program.Symbols.TryGetValue(_slot, out (int Map, int Offset) symbol):
                destination.SetPointer(i.Source == BpfOpcodes.PseudoMapFd ? RegisterKind.Map : RegisterKind.MapValue);
                destination.Map = symbol.Map;
                destination.Offset = symbol.Offset;
                return true;
            default:
                Unknown("symbol");
                return false;
        }
    }

    private Step Call(BpfInstruction i)
    {
        if (i.Source == BpfOpcodes.PseudoCall)
            return CallSubprogram(_slot + 1 + i.Immediate);
        if (i.Source == BpfOpcodes.PseudoKernelCall && _program.KernelFunctions.TryGetValue(_slot, out KernelFunction? function))
            return CallKernelFunction(function);
        if (i.Source != 0 || KnownHelpers.IsForeign(i.Immediate) || !_program.Helpers.TryGetValue(i.Immediate, out Ir.IrHelper? helper))
            return Unknown("call of " + i.Immediate);
        return CallHelper(helper);
    }

    private Step CallSubprogram(int start)
    {
        if (_state.Frames.Count == WalkState.MaxFrames)
            return Refuse("the call stack is too deep");
        Frame caller = _state.Top;
        Frame callee = Frame.Enter(_state.Frames.Count, _slot, start);
        for (int register = 1; register < FirstSaved; register++)
            callee.Registers[register] = caller.Registers[register];
        _state.Frames.Add(callee);
        Clobber(caller);
        _slot = start;
        _liveness.Leave();
        return Step.Next;
    }

    private static void Clobber(Frame frame)
    {
        for (int register = 0; register < FirstSaved; register++)
            frame.Registers[register].SetNone();
    }

    private Step Exit()
    {
        ref Register result = ref Registers[0];
        if (_state.Depth == 0)
        {
            if (_state.References.Count != 0)
                return Refuse("unreleased reference");
            if (result.Kind == RegisterKind.None)
                return Refuse("R0 !read_ok");
            if (_state.Top.IsLaterCallback)
                _precision.Mark(_state, 0);
            return Step.End;
        }

        _liveness.Update(_state);
        Frame callee = _state.Top;
        if (callee.IsCallback)
        {
            if (!result.IsScalar)
                return Refuse("R0 not a scalar value");
            _precision.Mark(_state, 0);
            if (result.SMin < 0 || result.SMax > 1)
                return Refuse("at callback return R0 is not 0 or 1");
        }

        _state.Frames.RemoveAt(_state.Depth);
        if (!callee.IsCallback)
        {
            _state.Top.Registers[0] = callee.Registers[0];
            _slot = callee.CallSite + 1;
            return Step.Next;
        }

        // Back to the call: the helper may call once more.
        _slot = callee.CallSite;
        _state.Slot = _slot;
        if (_cache.PreviousRound(_state) is { } previous)
            _cache.Widen(previous, _state, _lastId);
        return Step.Next;
    }

    /// <summary>A helper calls a function back: that is walked later; here the helper has returned.</summary>
    private Frame? PushCallback(int start)
    {
        Frame caller = _state.Top;
        if (_state.Frames.Count == WalkState.MaxFrames)
        {
            Refuse("the call stack is too deep");
            return null;
        }

        if (Push(start, _slot) is not { } other)
            return null;
        Frame callee = Frame.Enter(other.Frames.Count, _slot, start);
        callee.IsCallback = true;
        other.Frames.Add(callee);
        other.CallbackUnrolls++;
        other.Frames[other.Depth - 1].CallbackRounds++;
        caller.CallbackRounds = 0;
        return callee;
    }
}
