using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// Helper calls (check_helper_call).
internal sealed partial class Walker
{
    // CONFIG_NR_CPUS of no kernel is higher.
    private const int MostProcessors = 8192;

    private Step CallHelper(IrHelper helper)
    {
        var call = new HelperCall(helper);
        for (int i = 0; i < helper.Arguments.Count; i++)
        {
            if (!Argument(call, i))
                return Step.Stop;
        }

        for (int i = 0; i < helper.Arguments.Count; i++)
        {
            if (Registers[i + 1].Reference != 0)
                call.OriginReference = Registers[i + 1].Reference;
        }

        Clobbered(call);
        if (!Special(call))
            return Step.Stop;
        int map = call.Map;
        Clobber(_state.Top);
        SetResult(call, map);
        // One helper writes into all dynptrs: those of tc are made linear before.
        if (helper.Id == KnownHelpers.DynptrWrite ? call.DynptrKind == DynptrKind.Skb : (helper.Effects & IrHelperEffects.ChangesPacket) != 0)
            ForgetPackets();
        _slot++;
        return Step.Next;
    }

    // clear_all_pkt_pointers
    private void ForgetPackets() =>
        ForEach(_state, static (ref Register r) =>
        {
            if (r.IsPacketOrEnd || r.IsPacketSlice)
                r.SetUnknown();
        });

    private bool Argument(HelperCall call, int index)
    {
        int register = index + 1;
        ref Register value = ref Registers[register];
        if (value.Kind == RegisterKind.None)
            return Fail($"R{register} !read_ok");
        IrHelper helper = call.Helper;
        switch (helper.Arguments[index])
        {
            case IrHelperArgument.Map:
                if (value.Kind != RegisterKind.Map)
                    return Fail($"R{register} is no map");
                call.Map = value.Map;
                return true;
            case IrHelperArgument.MapKey:
                return HelperAccess(register, _program.Maps[call.Map].KeySize, isWrite: false, mayBeEmpty: false, null) && FindConstantKey(call, register);
            case IrHelperArgument.MapValue:
                return HelperAccess(register, _program.Maps[call.Map].ValueSize, isWrite: false, mayBeEmpty: false, null);
            case IrHelperArgument.MapValueOut:
                return HelperAccess(register, _program.Maps[call.Map].ValueSize, isWrite: true, mayBeEmpty: false, call);
            case IrHelperArgument.Size:
                return Size(call, index);
            case IrHelperArgument.Callback or IrHelperArgument.LaterCallback or IrHelperArgument.RecordCallback:
                call.Callback = value.Range;
                return value.Kind == RegisterKind.Function || Fail($"R{register} is no function");
            case IrHelperArgument.Reference:
                call.Reference = register;
                return true;
            case IrHelperArgument.DynptrOut:
                call.Dynptr = register;
                return MakeDynptr(register, DynptrKind.Ring, shared: 0);
            case IrHelperArgument.Dynptr or IrHelperArgument.Record:
                call.Dynptr = register;
                if (!UseDynptr(register, out Register dynptr))
                    return false;
                call.DynptrKind = (DynptrKind)dynptr.Range;
                return true;
            case IrHelperArgument.ReadMemory or IrHelperArgument.ReadMemoryOrPacket or IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory
                when helper.FixedSizes.TryGetValue(index, out int size):
                bool isWritten = helper.Arguments[index] is IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory;
                return HelperAccess(register, size, isWritten, mayBeEmpty: false, helper.Arguments[index] == IrHelperArgument.WriteMemory ? call : null);
            default:
                return true;
        }
    }

    // check_mem_size_reg, or the size of what the helper gives.
    private bool Size(HelperCall call, int index)
    {
        int register = index + 1;
        IrHelper helper = call.Helper;
        Register size = Registers[register];
        IrHelperArgument memory = index > 0 ? helper.Arguments[index - 1] : IrHelperArgument.Scalar;
        bool isMemory = memory is IrHelperArgument.ReadMemory or IrHelperArgument.ReadMemoryOrPacket or IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory;
        if (!size.IsScalar)
            return Fail($"R{register} is no number");
        if (!isMemory)
        {
            if (!size.Bits.IsConstant)
                return Fail($"R{register} is not a known constant");
            call.ResultSize = (int)size.Bits.Value;
            _precision.Mark(_state, register);
            return true;
        }

        bool mayBeEmpty = helper.MayBeEmpty.Contains(index - 1);
        if (size.SMin < 0)
            return Fail($"R{register} min value is negative, either use unsigned or 'var &= const'");
        if (size.UMin == 0 && !mayBeEmpty)
            return Fail($"R{register} invalid zero-sized read");
        if (size.UMax >= WalkLimits.VariableOffset)
            return Fail($"R{register} unbounded memory access, use 'var &= const' or 'if (var < const)'");
        bool isWrite = memory is IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory;
        bool isRaw = memory == IrHelperArgument.WriteMemory && size.Bits.IsConstant;
        if (!HelperAccess(register - 1, (int)size.UMax, isWrite, mayBeEmpty, isRaw ? call : null))
            return false;
        _precision.Mark(_state, register);
        return true;
    }

    /// <param name="raw">Where the helper writes what need not be there before.</param>
    private bool HelperAccess(int register, int size, bool isWrite, bool mayBeEmpty, HelperCall? raw)
    {
        Register pointer = Registers[register];
        if (pointer.MayBeNull)
            return Fail($"R{register} may be null");
        switch (pointer.Kind)
        {
            case RegisterKind.Packet:
            case RegisterKind.PacketMeta:
                return IsInPacket(pointer, pointer.Offset, size);
            case RegisterKind.MapKey:
                return IsInside(pointer, pointer.Offset, size, _program.Maps[pointer.Map].KeySize, mayBeEmpty);
            case RegisterKind.MapValue:
                return IsInside(pointer, pointer.Offset, size, _program.Maps[pointer.Map].ValueSize, mayBeEmpty);
            case RegisterKind.Memory:
                return IsInside(pointer, pointer.Offset, size, pointer.Range, mayBeEmpty);
            case RegisterKind.Stack:
                return HelperStack(register, size, isWrite, raw);
            default:
                return (mayBeEmpty && size == 0 && pointer.IsZero) || Fail($"R{register} type={pointer.Kind} expected memory");
        }
    }

    // check_stack_range_initialized
    private bool HelperStack(int register, int size, bool isWrite, HelperCall? raw)
    {
        Register pointer = Registers[register];
        Frame frame = _state.Frames[pointer.Frame];
        if (!IsOnStack(pointer, frame, pointer.Offset, size))
            return false;
        bool isKnown = pointer.Bits.IsConstant;
        if (raw is not null && isKnown)
        {
            raw.WrittenBy = register;
            raw.WrittenSize = size;
            return true;
        }

        int end = pointer.Offset + size + (int)(isKnown ? (long)pointer.Bits.Value : pointer.SMax);
        for (int at = pointer.Offset + (int)(isKnown ? (long)pointer.Bits.Value : pointer.SMin); at < end; at++)
        {
            int slot = Frame.SlotOf(at);
            ref StackSlot stack = ref frame.Stack[slot];
            int index = (-at - 1) % StackSlot.Bytes;
            if (isWrite && stack[index] is SlotKind.Zero or SlotKind.Invalid)
            {
                if (isWrite)
                    stack[index] = SlotKind.Misc;
            }
            else if (isWrite && stack[index] == SlotKind.Spill && stack.IsSpilled)
            {
                stack.Spilled.SetUnknown();
                stack.Scrub();
            }

            _liveness.Read(frame.Number, _slot, 1UL << slot);
        }

        return true;
    }

    // Byte by byte, as the kernel does: whole slots don't count as written.
    private void Clobbered(HelperCall call)
    {
        if (call.WrittenSize == 0)
            return;
        Register pointer = Registers[call.WrittenBy];
        Frame frame = _state.Frames[pointer.Frame];
        int start = pointer.Offset + (int)(long)pointer.Bits.Value;
        for (int at = start; at < start + call.WrittenSize; at++)
            WriteBytes(ref frame.Stack[Frame.SlotOf(at)], -at - 1, 1, NoRegister, isZeroImmediate: false);
    }

    // get_constant_map_key: a lookup of a known index always finds.
    private bool FindConstantKey(HelperCall call, int register)
    {
        VerifierMap map = _program.Maps[call.Map];
        Register key = Registers[register];
        if (!map.AlwaysFinds || key.Kind != RegisterKind.Stack || !key.Bits.IsConstant)
            return true;
        Frame frame = _state.Frames[key.Frame];
        int offset = key.Offset + (int)(long)key.Bits.Value;
        int slot = Frame.SlotOf(offset);
        int first = (-offset - 1) % StackSlot.Bytes;
        ref StackSlot stack = ref frame.Stack[slot];
        int zeros = 0;
        for (int i = first; i >= 0 && stack[i] == SlotKind.Zero; i--)
            zeros++;
        if (zeros >= map.KeySize)
        {
            call.ConstantKey = 0;
            return true;
        }

        int spilled = 0;
        for (int i = first; i >= 0 && stack[i] == SlotKind.Spill; i--)
            spilled++;
        if (!stack.IsSpilledScalar || spilled != map.KeySize || !stack.Spilled.Bits.IsConstant)
            return true;
        _precision.MarkSlot(_state, key.Frame, slot);
        call.ConstantKey = (long)stack.Spilled.Bits.Value;
        return true;
    }

    private void SetResult(HelperCall call, int map)
    {
        ref Register result = ref Registers[0];
        IrHelperEffects effects = call.Helper.Effects;
        if ((effects & IrHelperEffects.ReturnsVoid) != 0)
            return;
        bool isDerived = (effects & IrHelperEffects.Derives) != 0;
        bool isAcquired = ((effects & IrHelperEffects.Acquires) != 0 && call.Dynptr == 0) || (call.Helper.Id == KnownHelpers.MapLookup && _program.Maps[map].HasSockets);
        if ((effects & (IrHelperEffects.ReturnsMapValue | IrHelperEffects.ReturnsMap)) != 0)
        {
            result.SetPointer(RegisterKind.MapValue);
            result.Map = map;
            result.MayBeNull = call.Helper.Id != KnownHelpers.MapLookup || !_program.Maps[map].AlwaysFinds || call.ConstantKey < 0 || call.ConstantKey >= _program.Maps[map].MaxEntries;
            if (!result.MayBeNull && _program.Maps[map].HasLock)
                result.Id = ++_lastId;
        }
        else if ((effects & IrHelperEffects.ReturnsMemory) != 0)
        {
            result.SetPointer(RegisterKind.Memory);
            result.Range = call.ResultSize;
            result.MayBeNull = true;
        }
        else if (isAcquired || isDerived)
        {
            result.SetPointer(RegisterKind.Socket);
            result.MayBeNull = true;
        }
        else
        {
            result.SetUnknown();
            if (call.Helper.Id == KnownHelpers.ProcessorId)
            {
                result.SMin32 = 0;
                result.SMin = 0;
                result.SMax = result.SMax32 = MostProcessors - 1;
                result.UMax = result.UMax32 = MostProcessors - 1;
                Bounds.Sync(ref result);
            }
        }

        if (result.MayBeNull)
            result.Id = ++_lastId;
        if (isDerived)
            result.Reference = call.OriginReference;
        if (isAcquired)
        {
            result.Id = result.Reference = ++_lastId;
            _state.References.Add(new HeldReference(result.Id, IsLock: false, 0));
        }
    }
}
