using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// Open-coded iterators of numbers: a slot of the stack that only kernel functions touch (process_iter_arg, process_iter_next_call).
internal sealed partial class Walker
{
    private bool KernelIterator(KernelCall call, int register)
    {
        Register pointer = Registers[register];
        Frame frame = _state.Frames[pointer.Frame];
        if (pointer.Kind != RegisterKind.Stack || !pointer.Bits.IsConstant)
            return Fail($"arg#{register - 1} expected pointer to an iterator on stack");
        int offset = pointer.Offset + (int)(long)pointer.Bits.Value;
        if (offset % StackSlot.Bytes != 0)
            return Fail("cannot pass in iter at an offset");
        if (!IsOnStack(pointer, frame, pointer.Offset, StackSlot.Bytes))
            return false;
        int slot = Frame.SlotOf(offset);
        ref StackSlot iterator = ref frame.Stack[slot];
        if (call.Function.Name == KnownKernelFunctions.IteratorNew)
        {
            if (iterator.IsIterator)
                return Fail("expected uninitialized iter_num");
            if (!DestroyDynptr(frame, slot))
                return false;
            uint reference = ++_lastId;
            _state.References.Add(new HeldReference(reference, IsLock: false, 0));
            iterator.MakeIterator(reference);
            _liveness.Write(frame.Number, 1UL << slot);
            return true;
        }

        if (!iterator.IsIterator)
            return Fail("expected an initialized iter_num");
        _liveness.Read(frame.Number, _slot, 1UL << slot);
        call.Iterator = (frame.Number, slot);
        call.Reference = iterator.Spilled.Reference;
        if (call.Function.Name != KnownKernelFunctions.IteratorDestroy)
            return true;
        Release(call.Reference);
        iterator.Clear();
        _liveness.Write(frame.Number, 1UL << slot);
        return true;
    }

    /// <summary>The way into one more round is walked later; here the iterator has come to its end.</summary>
    private bool MoveIterator(KernelCall call)
    {
        (int frame, int slot) = call.Iterator;
        if (!_state.Frames[frame].Stack[slot].IsDrained)
        {
            WalkState? previous = _cache.PreviousRound(_state.Parent!);
            if (Push(_slot + 1, _slot) is not { } other)
                return false;
            other.Frames[frame].Stack[slot].Rounds++;
            if (previous is not null)
                _cache.Widen(previous, other, _lastId);
            other.Top.Registers[0].MayBeNull = false;
        }

        _state.Frames[frame].Stack[slot].IsDrained = true;
        Registers[0].SetScalar(0);
        return true;
    }
}
