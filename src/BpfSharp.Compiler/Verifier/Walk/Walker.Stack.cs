using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// The stack: what is spilled there is known when it comes back (check_stack_read, check_stack_write).
internal sealed partial class Walker
{
    private bool StackAccess(int address, int offset, int size, bool isWrite, int value)
    {
        Register pointer = Registers[address];
        Frame frame = _state.Frames[pointer.Frame];
        if (!IsOnStack(pointer, frame, offset, size))
            return false;
        if (!pointer.Bits.IsConstant)
            return isWrite ? WriteSomewhere(pointer, frame, offset, size, value) : ReadSomewhere(pointer, frame, offset, size, value);
        offset += (int)(long)pointer.Bits.Value;
        return isWrite ? Write(frame, offset, size, value) : Read(frame, offset, size, value);
    }

    // check_stack_access_within_bounds; makes the stack deep enough.
    private bool IsOnStack(in Register pointer, Frame frame, int offset, int size)
    {
        if (!pointer.Bits.IsConstant && (pointer.SMax >= WalkLimits.VariableOffset || pointer.SMin <= -WalkLimits.VariableOffset))
            return Fail("invalid unbounded variable-offset access to stack");
        long min = offset + (pointer.Bits.IsConstant ? (long)pointer.Bits.Value : pointer.SMin);
        long end = offset + size + (pointer.Bits.IsConstant ? (long)pointer.Bits.Value : pointer.SMax);
        if (min < -WalkLimits.StackBytes || end > 0)
            return Fail($"invalid access to stack off={min} size={size}");
        frame.Grow((int)-min);
        return true;
    }

    private bool Write(Frame frame, int offset, int size, int value)
    {
        int slot = Frame.SlotOf(offset);
        if (!DestroyDynptr(frame, slot))
            return false;
        int first = -offset - 1;
        ref StackSlot stack = ref frame.Stack[slot];
        BpfInstruction i = _code.Code[_slot];
        bool isStoreImmediate = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.St;
        bool isAligned = offset % StackSlot.Bytes == 0;
        if (isAligned && size == StackSlot.Bytes)
            _liveness.Write(frame.Number, 1UL << slot);
        if (value >= 0 && isAligned && Registers[value].IsScalar)
        {
            bool fits = Registers[value].Width <= size * 8;
            if (fits)
                AssignId(ref Registers[value]);
            stack.Spill(Registers[value], size);
            if (!fits)
                stack.Spilled.Id = 0;
        }
        else if (value < 0 && isAligned && isStoreImmediate)
        {
            Register constant = default;
            constant.SetScalar((ulong)i.Immediate);
            stack.Spill(constant, size);
        }
        else if (value >= 0 && !Registers[value].IsScalar && size == StackSlot.Bytes && Registers[value].Kind != RegisterKind.None)
        {
            stack.Spill(Registers[value], size);
        }
        else
        {
            WriteBytes(ref stack, first, size, value, isStoreImmediate && i.Immediate == 0);
            return true;
        }

        Record(JumpFlags.StackAccess, slot, frame.Number, null);
        return true;
    }

    private void WriteBytes(ref StackSlot stack, int first, int size, int value, bool isZeroImmediate)
    {
        stack.Spilled.Kind = RegisterKind.None;
        if (stack.IsSpilled || stack.IsIterator)
            stack.Scrub();
        SlotKind kind = SlotKind.Misc;
        if (value >= 0 ? Registers[value].IsZero : isZeroImmediate)
        {
            // Zero bytes are known without a register: the register must be known, then.
            if (value >= 0)
                _precision.Mark(_state, value);
            kind = SlotKind.Zero;
        }

        for (int i = 0; i < size; i++)
            stack[(first - i) % StackSlot.Bytes] = kind;
    }

    private bool WriteSomewhere(in Register pointer, Frame frame, int offset, int size, int value)
    {
        BpfInstruction i = _code.Code[_slot];
        bool isStoreImmediate = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.St;
        bool isZero = value >= 0 ? Registers[value].IsZero : isStoreImmediate && i.Immediate == 0;
        bool isZeroUsed = false;
        int end = (int)pointer.SMax + offset + size;
        for (int at = (int)pointer.SMin + offset; at < end; at++)
        {
            if (!DestroyDynptr(frame, Frame.SlotOf(at)))
                return false;
        }

        for (int at = (int)pointer.SMin + offset; at < end; at++)
        {
            int index = (-at - 1) % StackSlot.Bytes;
            ref StackSlot stack = ref frame.Stack[Frame.SlotOf(at)];
            SlotKind old = stack[index];
            if (isZero && old == SlotKind.Spill && stack.IsSpilledScalar && stack.Spilled.IsZero)
            {
                isZeroUsed = true;
                continue;
            }

            if (stack.IsSpilled)
                stack.Scrub();
            stack.Spilled.Kind = RegisterKind.None;
            bool staysZero = isZero && old == SlotKind.Zero;
            isZeroUsed |= staysZero;
            stack[index] = staysZero ? SlotKind.Zero : SlotKind.Misc;
        }

        if (isZeroUsed && value >= 0)
            _precision.Mark(_state, value);
        return true;
    }

    private bool Read(Frame frame, int offset, int size, int value)
    {
        int slot = Frame.SlotOf(offset);
        int first = -offset - 1;
        ref StackSlot stack = ref frame.Stack[slot];
        _liveness.Read(frame.Number, _slot, 1UL << slot);
        if (!stack.IsSpilled)
        {
            if (value >= 0)
                SetFromBytes(frame, offset, offset + size, value);
            return true;
        }

        int spilled = stack.SpillSize();
        if (size == StackSlot.Bytes && spilled == StackSlot.Bytes)
        {
            if (value >= 0)
                Registers[value] = stack.Spilled;
        }
        else if (!stack.Spilled.IsScalar)
        {
            return Fail("invalid size of register fill");
        }
        else if (value < 0)
        {
            return true;
        }
        else if (size <= spilled && offset % StackSlot.Bytes == 0)
        {
            Registers[value] = stack.Spilled;
            if (stack.Spilled.Width > size * 8)
                Registers[value].Id = 0;
        }
        else if (!ReadPart(ref stack, first, size, value))
        {
            return true;
        }

        Record(JumpFlags.StackAccess, slot, frame.Number, null);
        return true;
    }

    // Some bytes of a spilled number, or bytes beside it. True where they come from the register.
    private bool ReadPart(ref StackSlot stack, int first, int size, int value)
    {
        int ofSpill = 0;
        int zeros = 0;
        for (int i = 0; i < size; i++)
        {
            SlotKind kind = stack[(first - i) % StackSlot.Bytes];
            ofSpill += kind == SlotKind.Spill ? 1 : 0;
            zeros += kind == SlotKind.Zero ? 1 : 0;
        }

        if (ofSpill == size && stack.Spilled.IsZero)
        {
            Registers[value].SetScalar(0);
            return true;
        }

        if (zeros == size)
            Registers[value].SetScalar(0);
        else
            Registers[value].SetUnknown();
        return false;
    }

    private bool ReadSomewhere(in Register pointer, Frame frame, int offset, int size, int value)
    {
        if (value < 0)
            return Fail("variable offset stack pointer cannot be passed into helper function");
        int min = (int)pointer.SMin + offset;
        int end = (int)pointer.SMax + offset + size;
        for (int at = min; at < end; at++)
            _liveness.Read(frame.Number, _slot, 1UL << Frame.SlotOf(at));
        SetFromBytes(frame, min, end, value);
        return true;
    }

    // mark_reg_stack_read
    private void SetFromBytes(Frame frame, int min, int end, int value)
    {
        for (int at = min; at < end; at++)
        {
            if (frame.Stack[Frame.SlotOf(at)][(-at - 1) % StackSlot.Bytes] != SlotKind.Zero)
            {
                Registers[value].SetUnknown();
                return;
            }
        }

        Registers[value].SetScalar(0);
    }
}
