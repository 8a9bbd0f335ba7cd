using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// Dynptrs of rings: two slots of the stack that only helpers touch (process_dynptr_func).
internal sealed partial class Walker
{
    private const int DynptrBytes = 16;

    // The record has to be released, whether there was room or not.
    private bool MakeDynptr(int register)
    {
        if (!FindDynptr(register, out Frame frame, out int lower))
            return false;
        if (frame.Stack[lower].IsDynptr || frame.Stack[lower - 1].IsDynptr)
            return Fail("cannot overwrite referenced dynptr");
        _lastId++; // the dynptr's own
        uint reference = ++_lastId;
        _state.References.Add(new HeldReference(reference, IsLock: false, 0));
        frame.Stack[lower].MakeDynptr(reference);
        frame.Stack[lower - 1].MakeDynptr(reference);
        _liveness.Write(frame.Number, 3UL << (lower - 1));
        return true;
    }

    private bool UseDynptr(int register)
    {
        if (!FindDynptr(register, out Frame frame, out int lower))
            return false;
        if (!frame.Stack[lower].IsDynptr || !frame.Stack[lower - 1].IsDynptr)
            return Fail("Expected an initialized dynptr");
        _liveness.Read(frame.Number, _slot, 3UL << (lower - 1));
        return true;
    }

    private bool ReleaseDynptr(in Register pointer)
    {
        Frame frame = _state.Frames[pointer.Frame];
        int lower = Frame.SlotOf(pointer.Offset + (int)(long)pointer.Bits.Value);
        Release(frame.Stack[lower].Spilled.Reference);
        frame.Stack[lower].Clear();
        frame.Stack[lower - 1].Clear();
        _liveness.Write(frame.Number, 3UL << (lower - 1));
        return true;
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
