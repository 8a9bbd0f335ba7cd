using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// Loads and stores (check_mem_access).
internal sealed partial class Walker
{
    private const int NoRegister = -1;

    private bool Load(BpfInstruction i)
    {
        bool isSigned = (i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeMemorySigned;
        if (!Access(i.Source, i.Offset, SizeOf(i), isWrite: false, i.Destination, isSigned))
            return false;
        Bounds.ForgetContradiction(ref Registers[i.Destination]);
        return true;
    }

    private bool Store(BpfInstruction i)
    {
        if ((i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeAtomic)
            return Atomic(i);
        bool hasSource = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.Stx;
        return Access(i.Destination, i.Offset, SizeOf(i), isWrite: true, hasSource ? i.Source : NoRegister, isSigned: false);
    }

    private bool Atomic(BpfInstruction i)
    {
        var operation = (BpfAtomicOp)i.Immediate;
        if (operation == BpfAtomicOp.LoadAcquire)
            return Access(i.Source, i.Offset, SizeOf(i), isWrite: false, i.Destination, isSigned: false);
        if (operation == BpfAtomicOp.StoreRelease)
            return Access(i.Destination, i.Offset, SizeOf(i), isWrite: true, i.Source, isSigned: false);
        if (Registers[i.Source].Kind == RegisterKind.None)
            return Fail($"R{i.Source} !read_ok");
        bool fetches = (i.Immediate & (int)BpfAtomicOp.FetchAdd) != 0;
        int result = !fetches ? NoRegister : operation == BpfAtomicOp.CompareExchange ? 0 : i.Source;
        if (fetches)
            Registers[result].SetUnknown();
        return Access(i.Destination, i.Offset, SizeOf(i), isWrite: false, NoRegister, isSigned: false)
            && (!fetches || Access(i.Destination, i.Offset, SizeOf(i), isWrite: false, result, isSigned: false))
            && Access(i.Destination, i.Offset, SizeOf(i), isWrite: true, NoRegister, isSigned: false);
    }

    private static int SizeOf(BpfInstruction i) => ((BpfSize)(i.Opcode & (int)BpfSize.Double)).Bytes();

    /// <param name="value">Register that is read into or written from.</param>
    private bool Access(int address, int offset, int size, bool isWrite, int value, bool isSigned)
    {
        Register pointer = Registers[address];
        if (isWrite && value >= 0 && Registers[value].Kind == RegisterKind.None)
            return Fail($"R{value} !read_ok");
        offset += pointer.Offset;
        bool isRead = !isWrite && value >= 0;
        if (pointer.MayBeNull)
            return Fail($"R{address} invalid mem access '{pointer.Kind}_or_null'");
        switch (pointer.Kind)
        {
            case RegisterKind.Stack:
                if (!StackAccess(address, offset, size, isWrite, value))
                    return false;
                break;
            case RegisterKind.MapValue:
                if (!IsInside(pointer, offset, size, _program.Maps[pointer.Map].ValueSize, mayBeEmpty: false))
                    return false;
                if (isRead)
                    ReadMap(pointer, offset, size, value, isSigned);
                break;
            case RegisterKind.MapKey:
                if (isWrite)
                    return Fail("cannot write into map key");
                if (!IsInside(pointer, offset, size, _program.Maps[pointer.Map].KeySize, mayBeEmpty: false))
                    return false;
                SetUnknown(isRead, value);
                break;
            case RegisterKind.Memory:
                if (!IsInside(pointer, offset, size, pointer.Range, mayBeEmpty: false))
                    return false;
                SetUnknown(isRead, value);
                break;
            case RegisterKind.Packet:
            case RegisterKind.PacketMeta:
                if (!IsInPacket(pointer, offset, size))
                    return false;
                SetUnknown(isRead, value);
                break;
            case RegisterKind.Context:
                if (isRead)
                    ReadContext(offset, value);
                break;
            case RegisterKind.Socket:
            case RegisterKind.SocketCommon:
            case RegisterKind.XdpSocket:
            case RegisterKind.Object:
                SetUnknown(isRead, value);
                break;
            default:
                return Fail($"R{address} invalid mem access '{pointer.Kind}'");
        }

        if (!isRead || size == 8 || !Registers[value].IsScalar)
            return true;
        if (isSigned)
            Coercion.SignExtend(ref Registers[value], size);
        else
            Coercion.ZeroExtend(ref Registers[value], size);
        return true;
    }

    private void SetUnknown(bool isRead, int value)
    {
        if (isRead)
            Registers[value].SetUnknown();
    }

    // bpf_map_direct_read: constants are known.
    private void ReadMap(in Register pointer, int offset, int size, int value, bool isSigned)
    {
        byte[]? content = _program.Maps[pointer.Map].Content;
        int at = offset + (int)pointer.Bits.Value;
        if (content is null || !pointer.Bits.IsConstant)
        {
            Registers[value].SetUnknown();
            return;
        }

        ulong number = 0;
        for (int i = size - 1; i >= 0; i--)
            number = (number << 8) | content[at + i];
        Registers[value].SetScalar(isSigned ? (ulong)Coercion.Extend((long)number, size) : number);
    }

    private void ReadContext(int offset, int value)
    {
        if (!ContextPointers.TryGet(_program.Kind, offset, out RegisterKind kind))
        {
            Registers[value].SetUnknown();
            return;
        }

        Registers[value].SetPointer(kind);
        if (kind != RegisterKind.SocketCommon)
            return;
        Registers[value].MayBeNull = true;
        Registers[value].Id = ++_lastId;
    }

    // check_packet_access: the range was measured behind the variable part.
    private bool IsInPacket(in Register pointer, int offset, int size)
    {
        if (pointer.SMin < 0)
            return Fail("min value is negative, either use unsigned index or do a if (index >=0) check");
        return pointer.Range >= 0 && offset >= 0 && offset + (long)size <= pointer.Range
            || Fail($"invalid access to packet, off={offset} size={size}, r={pointer.Range}");
    }

    // check_mem_region_access
    private bool IsInside(in Register pointer, int offset, int size, int length, bool mayBeEmpty)
    {
        if (size == 0 && !mayBeEmpty)
            return Fail("invalid zero-sized access");
        if (pointer.SMin < 0 && (pointer.SMin == long.MinValue || offset + pointer.SMin is < 0 or > int.MaxValue))
            return Fail("min value is negative, either use unsigned index or do a if (index >=0) check");
        if (offset + pointer.SMin < 0 || offset + pointer.SMin + size > length)
            return Fail("min value is outside of the allowed memory range");
        if (pointer.UMax >= WalkLimits.VariableOffset)
            return Fail("unbounded memory access, make sure to bounds check any such access");
        return offset + (long)pointer.UMax + size <= length || Fail($"max value is outside of the allowed memory range: off={offset} max={pointer.UMax} size={size} of {length}");
    }
}
