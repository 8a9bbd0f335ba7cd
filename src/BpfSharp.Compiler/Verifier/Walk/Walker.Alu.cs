using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// Arithmetic (check_alu_op).
internal sealed partial class Walker
{
    private bool Alu(BpfInstruction i)
    {
        bool wide = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.Alu64;
        bool hasSource = (i.Opcode & BpfOpcodes.Register) != 0;
        int operation = i.Opcode & BpfOpcodes.OperationMask;
        ref Register destination = ref Registers[i.Destination];
        bool readsSource = hasSource && operation != BpfOpcodes.Endian;
        if (readsSource && Registers[i.Source].Kind == RegisterKind.None)
            return Fail($"R{i.Source} !read_ok");
        if (operation != (int)BpfAluOp.Move && destination.Kind == RegisterKind.None)
            return Fail($"R{i.Destination} !read_ok");
        switch (operation)
        {
            case BpfOpcodes.Endian when destination.IsScalar:
                ByteSwaps.Apply(wide, toBigEndian: hasSource, i.Immediate, ref destination);
                return true;
            case BpfOpcodes.Endian:
            case BpfOpcodes.Neg when !destination.IsScalar:
                destination.SetUnknown();
                return true;
            case BpfOpcodes.Neg:
                Arithmetic.Apply(operation, wide, ref destination, destination);
                break;
            case (int)BpfAluOp.Move when hasSource:
                Move(i, wide);
                break;
            case (int)BpfAluOp.Move:
                destination.SetScalar(wide ? (ulong)i.Immediate : (uint)i.Immediate);
                break;
            default:
                if (!Compute(i, wide, hasSource, operation))
                    return false;
                break;
        }

        Bounds.ForgetContradiction(ref Registers[i.Destination]);
        return true;
    }

    private void Move(BpfInstruction i, bool wide)
    {
        ref Register source = ref Registers[i.Source];
        ref Register destination = ref Registers[i.Destination];
        int bits = i.Offset;
        if (wide && bits == 0)
        {
            AssignId(ref source);
            destination = source;
            return;
        }

        if (!source.IsScalar)
        {
            destination.SetUnknown();
        }
        else
        {
            // The copy is the same number where nothing is cut off.
            bool isSame = bits == 0 ? source.Width <= 32 : source.UMax < 1UL << (bits - 1);
            if (isSame)
                AssignId(ref source);
            destination = source;
            if (!isSame)
                destination.Id = 0;
            if (wide)
                Coercion.SignExtend(ref destination, bits / 8);
            else if (bits != 0)
                Coercion.SignExtend32(ref destination, bits / 8);
        }

        if (wide)
            return;
        Coercion.ZeroExtend32(ref destination);
        Bounds.Sync(ref destination);
    }

    private void AssignId(ref Register source)
    {
        if (!source.IsScalar)
            return;
        if ((source.Id & Register.IsSum) != 0)
        {
            source.Id = 0;
            source.Offset = 0;
        }

        if (source.Id == 0 && !source.Bits.IsConstant)
            source.Id = ++_lastId;
    }

    private bool Compute(BpfInstruction i, bool wide, bool hasSource, int operation)
    {
        ref Register destination = ref Registers[i.Destination];
        Register source = default;
        if (hasSource)
            source = Registers[i.Source];
        else
            source.SetScalar((ulong)i.Immediate);
        if (!destination.IsScalar && !source.IsScalar)
        {
            if (operation != (int)BpfAluOp.Sub)
                return Fail("pointer arithmetic with a pointer");
            destination.SetUnknown();
            return true;
        }

        if (!destination.IsScalar || !source.IsScalar)
        {
            if (hasSource)
                _precision.Mark(_state, destination.IsScalar ? i.Destination : i.Source);
            return destination.IsScalar ? MovePointer(ref destination, source, destination, wide, operation, isReversed: true) : MovePointer(ref destination, destination, source, wide, operation, isReversed: false);
        }

        if (!Fork(ref destination, i.Destination, operation, source))
            return false;
        Arithmetic.Apply(operation, wide, ref destination, source);
        LinkSum(ref destination, source, i, operation, wide);
        return true;
    }

    // Of r1 = r2, r1 += 1 the kernel remembers the distance, once.
    private static void LinkSum(ref Register destination, in Register source, BpfInstruction i, int operation, bool wide)
    {
        bool isSum = operation == (int)BpfAluOp.Add && destination.Id != 0 && source.IsConstant(wide)
            && !((i.Opcode & BpfOpcodes.Register) != 0 && i.Source == i.Destination);
        long distance = wide ? (long)source.Bits.Value : (int)source.Bits.Value;
        if (operation == (int)BpfAluOp.Sub)
            distance = -distance;
        if (!isSum || (destination.Id & Register.IsSum) != 0 || distance != (int)distance)
        {
            destination.Offset = isSum ? 0 : destination.Offset;
            destination.Id = 0;
            return;
        }

        destination.Offset = (int)distance;
        destination.Id |= wide ? Register.IsSum64 : Register.IsSum32;
    }

    // adjust_ptr_min_max_vals. Pointer and offset are values: one of them is the destination.
    private bool MovePointer(ref Register destination, Register pointer, Register offset, bool wide, int operation, bool isReversed)
    {
        bool isKnown = offset.Bits.IsConstant;
        if ((isKnown && (offset.SMin != offset.SMax || offset.UMin != offset.UMax)) || offset.SMin > offset.SMax || offset.UMin > offset.UMax)
        {
            destination.SetUnknown();
            return true;
        }

        if (!wide)
        {
            if (operation != (int)BpfAluOp.Sub)
                return Fail("32-bit pointer arithmetic prohibited");
            destination.SetUnknown();
            return true;
        }

        if (pointer.MayBeNull)
            return Fail("pointer arithmetic on a pointer that may be null");
        if (pointer.Kind is RegisterKind.PacketEnd or RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.XdpSocket
            || (pointer.Kind == RegisterKind.Map && !(isKnown && offset.SMin == 0 && operation == (int)BpfAluOp.Add)))
            return Fail($"pointer arithmetic on {pointer.Kind} prohibited");
        if (!IsSane(offset) || !IsSane(pointer))
            return Fail("value makes pointer be out of bounds");
        Register old = destination;
        destination.Kind = pointer.Kind;
        destination.MayBeNull = false;
        destination.Id = pointer.Id;
        destination.Frame = isReversed ? old.Frame : pointer.Frame;
        destination.Reference = isReversed ? old.Reference : pointer.Reference;
        destination.SetUnbounded32();
        destination.Range = pointer.Range;
        destination.Map = pointer.Map;
        destination.Dynptr = pointer.Dynptr;
        destination.IsReadOnly = pointer.IsReadOnly;
        if (operation == (int)BpfAluOp.Add)
            AddTo(ref destination, pointer, offset, isKnown);
        else if (operation == (int)BpfAluOp.Sub && !isReversed && pointer.Kind != RegisterKind.Stack)
            TakeFrom(ref destination, pointer, offset, isKnown);
        else
            return Fail("pointer arithmetic with this operator prohibited");
        if (!IsSane(destination))
            return Fail("value makes pointer be out of bounds");
        Bounds.Sync(ref destination);
        return true;
    }

    private void AddTo(ref Register destination, in Register pointer, in Register offset, bool isKnown)
    {
        if (isKnown && pointer.Offset + offset.SMin is >= int.MinValue and <= int.MaxValue)
        {
            CopyVariable(ref destination, pointer);
            destination.Offset = (int)(pointer.Offset + offset.SMin);
            return;
        }

        bool fits = Sums.TryAdd(pointer.SMin, offset.SMin, out long smin) & Sums.TryAdd(pointer.SMax, offset.SMax, out long smax);
        destination.SMin = fits ? smin : long.MinValue;
        destination.SMax = fits ? smax : long.MaxValue;
        ulong umin = unchecked(pointer.UMin + offset.UMin);
        ulong umax = unchecked(pointer.UMax + offset.UMax);
        bool wraps = umin < offset.UMin || umax < offset.UMax;
        destination.UMin = wraps ? 0 : umin;
        destination.UMax = wraps ? ulong.MaxValue : umax;
        destination.Bits = pointer.Bits + offset.Bits;
        destination.Offset = pointer.Offset;
        if (pointer.IsPacket)
        {
            destination.Id = ++_lastId;
            destination.Range = 0;
        }
    }

    private void TakeFrom(ref Register destination, in Register pointer, in Register offset, bool isKnown)
    {
        if (isKnown && pointer.Offset - offset.SMin is >= int.MinValue and <= int.MaxValue)
        {
            CopyVariable(ref destination, pointer);
            destination.Offset = (int)(pointer.Offset - offset.SMin);
            return;
        }

        bool fits = Sums.TrySubtract(pointer.SMin, offset.SMax, out long smin) & Sums.TrySubtract(pointer.SMax, offset.SMin, out long smax);
        destination.SMin = fits ? smin : long.MinValue;
        destination.SMax = fits ? smax : long.MaxValue;
        bool wraps = pointer.UMin < offset.UMax;
        destination.UMin = wraps ? 0 : pointer.UMin - offset.UMax;
        destination.UMax = wraps ? ulong.MaxValue : pointer.UMax - offset.UMin;
        destination.Bits = pointer.Bits - offset.Bits;
        destination.Offset = pointer.Offset;
        if (pointer.IsPacket)
        {
            destination.Id = ++_lastId;
            if (offset.SMin < 0)
                destination.Range = 0;
        }
    }

    private static void CopyVariable(ref Register destination, in Register pointer)
    {
        destination.SMin = pointer.SMin;
        destination.SMax = pointer.SMax;
        destination.UMin = pointer.UMin;
        destination.UMax = pointer.UMax;
        destination.Bits = pointer.Bits;
    }

    // check_reg_sane_offset. What a number was once moved by is none of it: 6.18.44 takes one that a mask has brought back.
    private static bool IsSane(in Register r) =>
        r.SMin is > -WalkLimits.VariableOffset and < WalkLimits.VariableOffset
        && (r.IsScalar || r.Offset is > -WalkLimits.VariableOffset and < WalkLimits.VariableOffset)
        && (!r.Bits.IsConstant || (long)r.Bits.Value is > -WalkLimits.VariableOffset and < WalkLimits.VariableOffset);
}
