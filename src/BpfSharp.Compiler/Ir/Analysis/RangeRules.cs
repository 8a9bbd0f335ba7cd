using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <param name="range">Ranges of operands.</param>
internal delegate ValueRange RangeRule(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view);

/// <summary>How each operation changes ranges. Operations that are not here give any value of their type.</summary>
internal static class RangeRules
{
    private static readonly IrOpMap<RangeRule> s_rules = new()
    {
        [IrOp.Add] = Add,
        [IrOp.Sub] = Subtract,
        [IrOp.Mul] = Multiply,
        [IrOp.And] = And,
        [IrOp.Or] = OrXor,
        [IrOp.Xor] = OrXor,
        [IrOp.Shl] = ShiftLeft,
        [IrOp.ShrU] = ShiftRight,
        [IrOp.ShrS] = ShiftRightSigned,
        [IrOp.DivU] = DivideUnsigned,
        [IrOp.RemU] = RemainderUnsigned,
        [IrOp.Eq] = Bit,
        [IrOp.Ne] = Bit,
        [IrOp.LtS] = Bit,
        [IrOp.LeS] = Bit,
        [IrOp.LtU] = Bit,
        [IrOp.LeU] = Bit,
        [IrOp.PktFits] = Bit,
        [IrOp.PktHas] = Bit,
        [IrOp.PktPull] = Bit,
        [IrOp.PktKept] = Bit,
        [IrOp.ExtI8] = static (i, r, _) => Narrow(i, r, ValueRange.OfSigned(sbyte.MinValue, sbyte.MaxValue, IrType.I32)),
        [IrOp.ExtU8] = static (i, r, _) => Narrow(i, r, ValueRange.OfUnsigned(0, byte.MaxValue, IrType.I32)),
        [IrOp.ExtI16] = static (i, r, _) => Narrow(i, r, ValueRange.OfSigned(short.MinValue, short.MaxValue, IrType.I32)),
        [IrOp.ExtU16] = static (i, r, _) => Narrow(i, r, ValueRange.OfUnsigned(0, ushort.MaxValue, IrType.I32)),
        [IrOp.SExt] = SignExtend,
        [IrOp.ZExt] = ZeroExtend,
        [IrOp.Trunc] = Truncate,
        [IrOp.PtrDiff] = static (i, _, _) => IsPacketLength(i) ? ValueRange.OfUnsigned(0, int.MaxValue, IrType.I64) : ValueRange.Full64,
        [IrOp.Bswap16] = static (_, _, _) => ValueRange.OfUnsigned(0, ushort.MaxValue, IrType.I32),
        [IrOp.Load] = static (i, _, _) => i.Bounds is { } bounds ? OfConstant(bounds, i) : OfMemory(i.TypeArgument!, i.Type),
        [IrOp.CtxLoad] = static (i, _, _) => OfMemory(i.TypeArgument!, i.Type),
    };

    // Byte swaps and divisions give the verifier an unknown number.
    private static readonly HashSet<IrOp> s_unknownToVerifier = new() { IrOp.Bswap16, IrOp.DivU, IrOp.RemU, IrOp.PtrDiff };

    public static bool TryGet(IrInstruction instruction, RangeView view, out RangeRule rule)
    {
        rule = s_rules[instruction.Op]!;
        return rule is not null && !IsUnknown(instruction, view);
    }

    /// <summary>True where verifiers before 6.10 forget what they know of both operands, and of a 32-bit result that its upper half is zero.</summary>
    public static bool IsLostEarly(IrInstruction instruction) => instruction.Op is IrOp.Or or IrOp.Xor or IrOp.Mul && instruction.Operands[1] is not IrConstant;

    private static bool IsUnknown(IrInstruction instruction, RangeView view) =>
        view != RangeView.Program && (s_unknownToVerifier.Contains(instruction.Op) || (view == RangeView.EarlyVerifier && IsLostEarly(instruction)));

    /// <summary><c>data_end - data</c>: never negative, and no packet has 2 GB.</summary>
    public static bool IsPacketLength(IrInstruction difference) =>
        difference.Operands[0] is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data_end" } && difference.Operands[1] is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data" };

    private static ValueRange Bit(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view) => ValueRange.OfUnsigned(0, 1, IrType.I32);

    private static ValueRange OfMemory(IrType memory, IrType type) => memory.Kind switch
    {
        IrTypeKind.I8 => ValueRange.OfSigned(sbyte.MinValue, sbyte.MaxValue, type),
        IrTypeKind.I16 => ValueRange.OfSigned(short.MinValue, short.MaxValue, type),
        IrTypeKind.U8 or IrTypeKind.Bool => ValueRange.OfUnsigned(0, byte.MaxValue, type),
        IrTypeKind.U16 or IrTypeKind.Char => ValueRange.OfUnsigned(0, ushort.MaxValue, type),
        _ => ValueRange.Full(type),
    };

    // The verifier reads frozen constants when it loads the program: whatever was set within the range, it knows better.
    private static ValueRange OfConstant((long Least, long Greatest) bounds, IrInstruction load) => load.TypeArgument!.IsSigned
        ? ValueRange.OfSigned(bounds.Least, bounds.Greatest, load.Type)
        : ValueRange.OfUnsigned((ulong)bounds.Least, (ulong)bounds.Greatest, load.Type);

    private static (ValueRange Left, ValueRange Right, IrType Type) Operands(IrInstruction instruction, Func<IrValue, ValueRange> range) =>
        (range(instruction.Operands[0]), range(instruction.Operands[1]), instruction.Type);

    private static ValueRange Add(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        ValueRange full = ValueRange.Full(type);
        ValueRange result = full;
        // The verifier adds both halves as if they had nothing to do with each other.
        if (view == RangeView.Program && ChecksumSteps.IsStep(instruction, out IrValue sum))
            result = ValueRange.OfUnsigned(0, ChecksumSteps.Greatest(range(sum).UMax), type);
        if (a.UMax <= full.UMax - b.UMax)
            result = result.Intersect(ValueRange.OfUnsigned(a.UMin + b.UMin, a.UMax + b.UMax, type), type);
        if (!Overflows(a.SMin, b.SMin, full) && !Overflows(a.SMax, b.SMax, full))
            result = result.Intersect(ValueRange.OfSigned(a.SMin + b.SMin, a.SMax + b.SMax, type), type);
        return result;
    }

    private static bool Overflows(long a, long b, ValueRange full)
    {
        long sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) < 0 || sum < full.SMin || sum > full.SMax;
    }

    private static ValueRange Subtract(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        if (a.UMin >= b.UMax)
            return ValueRange.OfUnsigned(a.UMin - b.UMax, a.UMax - b.UMin, type);
        return a.IsNonNegative && b.IsNonNegative ? ValueRange.OfSigned(a.SMin - b.SMax, a.SMax - b.SMin, type) : ValueRange.Full(type);
    }

    private static ValueRange Multiply(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        // 32 bits: the verifier gives up where an operand does not fit into 16.
        bool known = view == RangeView.Program || type == IrType.I64 || Math.Max(a.UMax, b.UMax) <= ushort.MaxValue;
        ulong limit = type == IrType.I32 ? uint.MaxValue : uint.MaxValue * (ulong)uint.MaxValue;
        return known && a.UMax <= uint.MaxValue && b.UMax <= uint.MaxValue && a.UMax * b.UMax <= limit
            ? ValueRange.OfUnsigned(a.UMin * b.UMin, a.UMax * b.UMax, type)
            : ValueRange.Full(type);
    }

    private static ValueRange And(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        return ValueRange.OfUnsigned(0, Math.Min(a.UMax, b.UMax), type);
    }

    private static ValueRange OrXor(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        return ValueRange.OfUnsigned(instruction.Op == IrOp.Or ? Math.Max(a.UMin, b.UMin) : 0, PossibleBits.Filled(a.UMax | b.UMax), type);
    }

    private static ValueRange ShiftLeft(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, _, IrType type) = Operands(instruction, range);
        if (!TryGetCount(instruction, out int count) || a.UMax > ValueRange.Full(type).UMax >> count)
            return ValueRange.Full(type);
        return ValueRange.OfUnsigned(a.UMin << count, a.UMax << count, type);
    }

    // A count that may be too large, as far as the verifier sees, gives it an unknown number.
    private static ValueRange ShiftRight(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, _, IrType type) = Operands(instruction, range);
        return TryGetCount(instruction, out int count)
            ? ValueRange.OfUnsigned(a.UMin >> count, a.UMax >> count, type)
            : view != RangeView.Program ? ValueRange.Full(type) : ValueRange.OfUnsigned(0, a.UMax, type);
    }

    private static ValueRange ShiftRightSigned(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, _, IrType type) = Operands(instruction, range);
        return TryGetCount(instruction, out int count)
            ? ValueRange.OfSigned(a.SMin >> count, a.SMax >> count, type)
            : view != RangeView.Program ? ValueRange.Full(type) : ValueRange.OfSigned(Math.Min(a.SMin, 0), Math.Max(a.SMax, -1), type);
    }

    private static bool TryGetCount(IrInstruction instruction, out int count)
    {
        count = 0;
        if (instruction.Operands[1] is not IrConstant constant)
            return false;
        count = (int)(constant.Value & (instruction.Type == IrType.I32 ? 31 : 63));
        return true;
    }

    private static ValueRange DivideUnsigned(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        return b.UMin == 0 ? ValueRange.OfUnsigned(0, a.UMax, type) : ValueRange.OfUnsigned(a.UMin / b.UMax, a.UMax / b.UMin, type);
    }

    private static ValueRange RemainderUnsigned(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        (ValueRange a, ValueRange b, IrType type) = Operands(instruction, range);
        return b.UMax == 0 ? ValueRange.Full(type) : ValueRange.OfUnsigned(0, Math.Min(a.UMax, b.UMax - 1), type);
    }

    private static ValueRange Narrow(IrInstruction instruction, Func<IrValue, ValueRange> range, ValueRange target)
    {
        ValueRange source = range(instruction.Operands[0]);
        return source.SMin >= target.SMin && source.SMax <= target.SMax ? target.Intersect(ValueRange.OfSigned(source.SMin, source.SMax, IrType.I32), IrType.I32) : target;
    }

    // Of a number that may be negative and may not, a verifier keeps neither bound: a move (6.6) extends the 64-bit register's bounds, which are 0 and 2^32 - 1 (coerce_reg_to_size_sx),
    // and shifts lose the lower one (__scalar64_min_max_lsh). Of a negative number shifts keep the bits that are known (__update_reg_bounds).
    private static ValueRange SignExtend(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        ValueRange source = range(instruction.Operands[0]);
        if (view == RangeView.Program || source.IsNonNegative)
            return ValueRange.OfSigned(source.SMin, source.SMax, IrType.I64);
        if (source.SMax >= 0)
            return ValueRange.OfSigned(int.MinValue, int.MaxValue, IrType.I64);
        long unknown = view == RangeView.EarlyVerifier ? (long)PossibleBits.Filled((ulong)(source.SMin ^ source.SMax)) : 0;
        return ValueRange.OfSigned(source.SMin & ~unknown, source.SMax | unknown, IrType.I64);
    }

    private static ValueRange ZeroExtend(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        ValueRange source = range(instruction.Operands[0]);
        return ValueRange.OfUnsigned(source.UMin, source.UMax, IrType.I64);
    }

    private static ValueRange Truncate(IrInstruction instruction, Func<IrValue, ValueRange> range, RangeView view)
    {
        ValueRange source = range(instruction.Operands[0]);
        if (source.UMax <= uint.MaxValue)
            return ValueRange.OfUnsigned(source.UMin, source.UMax, IrType.I32);
        return source.SMin >= int.MinValue && source.SMax <= int.MaxValue ? ValueRange.OfSigned(source.SMin, source.SMax, IrType.I32) : ValueRange.Full32;
    }
}
