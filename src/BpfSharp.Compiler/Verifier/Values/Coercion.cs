using System;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Numbers cut to some bytes, and extended again.</summary>
internal static class Coercion
{
    /// <summary>The low half, as a 32-bit instruction leaves it.</summary>
    public static void ZeroExtend32(ref Register r)
    {
        r.Bits = r.Bits.Low;
        r.UMin = r.UMin32;
        r.UMax = r.UMax32;
        bool isPositive = r.SMin32 >= 0 && r.SMax32 >= 0;
        r.SMin = isPositive ? r.SMin32 : 0;
        r.SMax = isPositive ? r.SMax32 : uint.MaxValue;
    }

    public static void ZeroExtend(ref Register r, int bytes)
    {
        ulong mask = (1UL << (bytes * 8)) - 1;
        r.Bits = r.Bits.Cast(bytes);
        bool isRange = (r.UMin & ~mask) == (r.UMax & ~mask);
        r.UMin = isRange ? r.UMin & mask : 0;
        r.UMax = isRange ? r.UMax & mask : mask;
        r.SMin = (long)r.UMin;
        r.SMax = (long)r.UMax;
        if (bytes < 4)
            r.SetUnbounded32();
        Bounds.Sync(ref r);
    }

    public static void SignExtend(ref Register r, int bytes)
    {
        if (r.Bits.IsConstant)
        {
            r.SetKnownNumber((ulong)Extend((long)r.Bits.Value, bytes));
            return;
        }

        int bits = bytes * 8;
        if (r.SMax >> bits == r.SMin >> bits)
        {
            long first = Extend(r.SMax, bytes);
            long second = Extend(r.SMin, bytes);
            long max = Math.Max(first, second);
            long min = Math.Min(first, second);
            if (max >= 0 == min >= 0)
            {
                r.SMin = min;
                r.SMax = max;
                r.UMin = (ulong)min;
                r.UMax = (ulong)max;
                r.SMin32 = (int)min;
                r.SMax32 = (int)max;
                r.UMin32 = (uint)min;
                r.UMax32 = (uint)max;
                r.Bits = Tnum.Range((ulong)min, (ulong)max);
                return;
            }
        }

        long limit = 1L << (bits - 1);
        r.SMin = -limit;
        r.SMax = limit - 1;
        r.SMin32 = (int)-limit;
        r.SMax32 = (int)(limit - 1);
        r.UMin = 0;
        r.UMax = ulong.MaxValue;
        r.UMin32 = 0;
        r.UMax32 = uint.MaxValue;
        r.Bits = Tnum.Unknown;
    }

    /// <summary>Within the low half.</summary>
    public static void SignExtend32(ref Register r, int bytes)
    {
        if (r.Bits.IsConstant)
        {
            long value = Extend((long)r.Bits.Value, bytes);
            r.Bits = Tnum.Constant((ulong)value);
            r.SMin32 = r.SMax32 = (int)value;
            r.UMin32 = r.UMax32 = (uint)value;
            return;
        }

        int bits = bytes * 8;
        if (r.SMax32 >> bits == r.SMin32 >> bits)
        {
            int first = (int)Extend(r.SMax32, bytes);
            int second = (int)Extend(r.SMin32, bytes);
            int max = Math.Max(first, second);
            int min = Math.Min(first, second);
            if (max >= 0 == min >= 0)
            {
                r.SMin32 = min;
                r.SMax32 = max;
                r.UMin32 = (uint)min;
                r.UMax32 = (uint)max;
                r.Bits = Tnum.Range((ulong)min, (ulong)max).Low;
                return;
            }
        }

        int limit = 1 << (bits - 1);
        r.SMin32 = -limit;
        r.SMax32 = limit - 1;
        r.UMin32 = 0;
        r.UMax32 = uint.MaxValue;
        r.Bits = Tnum.Unknown.Low;
    }

    /// <summary>The low bytes of a number, sign-extended.</summary>
    public static long Extend(long value, int bytes) => bytes switch
    {
        1 => (sbyte)value,
        2 => (short)value,
        4 => (int)value,
        _ => value,
    };
}
