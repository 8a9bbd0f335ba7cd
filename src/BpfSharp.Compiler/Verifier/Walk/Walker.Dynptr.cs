using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// Dynptrs: two slots of the stack that only helpers and kernel functions touch (process_dynptr_func).
internal sealed partial class Walker
{
    private const int DynptrBytes = 16;

    /// <param name="shared">Of a clone: what is to be released with the dynptr that it is of; 0: nothing, or a reference of its own.</param>
    private bool MakeDynptr(int register, DynptrKind kind, uint shared)
    {
        if (!FindDynptr(register, out Frame frame, out int lower))
            return false;
        if (!DestroyDynptr(frame, lower) || !DestroyDynptr(frame, lower - 1))
            return false;
        uint id = ++_lastId;
        uint reference = shared;
        // The record has to be released, whether there was room or not.
        if (kind == DynptrKind.Ring && shared == 0)
        {
            reference = ++_lastId;
            _state.References.Add(new HeldReference(reference, IsLock: false, 0));
        }

        frame.Stack[lower].MakeDynptr(kind, isFirst: true, id, reference);
        frame.Stack[lower - 1].MakeDynptr(kind, isFirst: false, id, reference);
        _liveness.Write(frame.Number, 3UL << (lower - 1));
        return true;
    }

    private bool UseDynptr(int register, out Register dynptr)
    {
        dynptr = Registers[register];
        if (dynptr.Kind == RegisterKind.Record)
        {
            dynptr.Range = (int)DynptrKind.Local;
            return true;
        }

        if (!FindDynptr(register, out Frame frame, out int lower))
            return false;
        if (!frame.Stack[lower].IsDynptr || !frame.Stack[lower - 1].IsDynptr || !frame.Stack[lower].IsFirst)
            return Fail("Expected an initialized dynptr");
        _liveness.Read(frame.Number, _slot, 3UL << (lower - 1));
        dynptr = frame.Stack[lower].Spilled;
        return true;
    }

    // Clones go with what they are of.
    private bool ReleaseDynptr(in Register pointer)
    {
        Frame frame = _state.Frames[pointer.Frame];
        uint reference = frame.Stack[Frame.SlotOf(pointer.Offset + (int)(long)pointer.Bits.Value)].Spilled.Reference;
        Release(reference);
        for (int slot = 1; slot < frame.Stack.Length; slot++)
        {
            if (frame.Stack[slot].IsDynptr && frame.Stack[slot].IsFirst && frame.Stack[slot].Spilled.Reference == reference)
                ClearDynptr(frame, slot);
        }

        return true;
    }

    // destroy_if_dynptr_stack_slot: what overwrites a part destroys all of it. Slices of packets stay: the kernel looks for those of another type.
    private bool DestroyDynptr(Frame frame, int slot)
    {
        if (!frame.Stack[slot].IsDynptr)
            return true;
        if (frame.Stack[slot].Dynptr == DynptrKind.Ring)
            return Fail("cannot overwrite referenced dynptr");
        ClearDynptr(frame, frame.Stack[slot].IsFirst ? slot : slot + 1);
        return true;
    }

    private void ClearDynptr(Frame frame, int lower)
    {
        frame.Stack[lower].Clear();
        frame.Stack[lower - 1].Clear();
        _liveness.Write(frame.Number, 3UL << (lower - 1));
    }

    // The slot with the lower address has the higher number.
    private bool FindDynptr(int register, out Frame frame, out int lower)
    {
        Register pointer = Registers[register];
        frame = _state.Frames[pointer.Frame];
        lower = 0;
        if (pointer.Kind != RegisterKind.Stack || !pointer.Bits.IsConstant)
            return Fail($"R{register} is no dynptr");
        int offset = pointer.Offset + (int)(long)pointer.Bits.Value;
        if (offset % StackSlot.Bytes != 0)
            return Fail("cannot pass in dynptr at an offset");
        if (!IsOnStack(pointer, frame, pointer.Offset, DynptrBytes))
            return false;
        lower = Frame.SlotOf(offset);
        return true;
    }
}
