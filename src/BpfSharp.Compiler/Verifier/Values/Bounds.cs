using System;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Makes the bounds and the known bits of a register agree (<c>reg_bounds_sync</c>), in the kernel's order: another one finds other bounds.</summary>
internal static class Bounds
{
    public static void Sync(ref Register r)
    {
        // Most are: nothing is left to find.
        if (IsKnown(r))
            return;
        FromBits(ref r);
        Deduce(ref r);
        Deduce(ref r);
        Deduce(ref r);
        ToBits(ref r);
        FromBits(ref r);
    }

    private static bool IsKnown(in Register r)
    {
        ulong value = r.Bits.Value;
        return r.Bits.IsConstant && r.UMin == value && r.UMax == value && r.SMin == (long)value && r.SMax == (long)value
            && r.UMin32 == (uint)value && r.UMax32 == (uint)value && r.SMin32 == (int)value && r.SMax32 == (int)value;
    }

    /// <summary>The kernel forgets a register whose bounds contradict each other: it is on a way that is never taken.</summary>
    public static void ForgetContradiction(ref Register r)
    {
        bool isWrong = r.UMin > r.UMax || r.SMin > r.SMax || r.UMin32 > r.UMax32 || r.SMin32 > r.SMax32;
        if (!isWrong && r.Bits.IsConstant)
            isWrong = r.UMin != r.Bits.Value || r.UMax != r.Bits.Value || r.SMin != (long)r.Bits.Value || r.SMax != (long)r.Bits.Value;
        if (!isWrong && r.Bits.IsConstant32)
            isWrong = r.UMin32 != (uint)r.Bits.Value || r.UMax32 != (uint)r.Bits.Value || r.SMin32 != (int)r.Bits.Value || r.SMax32 != (int)r.Bits.Value;
        if (isWrong)
            r.SetUnbounded();
    }

    public static void FromBits(ref Register r)
    {
        FromBits32(ref r);
        r.SMin = Math.Max(r.SMin, (long)(r.Bits.Value | (r.Bits.Mask & (1UL << 63))));
        r.SMax = Math.Min(r.SMax, (long)(r.Bits.Value | (r.Bits.Mask & long.MaxValue)));
        r.UMin = Math.Max(r.UMin, r.Bits.Value);
        r.UMax = Math.Min(r.UMax, r.Bits.Value | r.Bits.Mask);
        if (!r.Bits.IsConstant)
            FindOnly(ref r);
    }

    // Bits and bounds may leave one number only.
    private static void FindOnly(ref Register r)
    {
        ulong next = r.Bits.Next(r.UMin);
        if ((r.UMin & ~r.Bits.Mask) == r.Bits.Value)
        {
            if (next > r.UMax)
                r.SetKnownNumber(r.UMin);
        }
        else if (next == (r.Bits.Value | r.Bits.Mask) || (next <= r.UMax && r.Bits.Next(next) > r.UMax))
        {
            r.SetKnownNumber(next);
        }
    }

    public static void FromBits32(ref Register r)
    {
        uint value = (uint)r.Bits.Value;
        uint mask = (uint)r.Bits.Mask;
        r.SMin32 = Math.Max(r.SMin32, (int)(value | (mask & 0x80000000)));
        r.SMax32 = Math.Min(r.SMax32, (int)(value | (mask & int.MaxValue)));
        r.UMin32 = Math.Max(r.UMin32, value);
        r.UMax32 = Math.Min(r.UMax32, value | mask);
    }

    private static void ToBits(ref Register r)
    {
        Tnum all = Tnum.Intersect(r.Bits, Tnum.Range(r.UMin, r.UMax));
        r.Bits = all.WithLow(Tnum.Intersect(all.Low, Tnum.Range(r.UMin32, r.UMax32)));
    }

    private static void Deduce(ref Register r)
    {
        Deduce32(ref r);
        Deduce64(ref r);
        DeduceMixed(ref r);
    }

    private static void Deduce32(ref Register r)
    {
        // Low halves are a range where the high halves are one number, or two in a row around 0.
        if (r.UMin >> 32 == r.UMax >> 32)
        {
            r.UMin32 = Math.Max(r.UMin32, (uint)r.UMin);
            r.UMax32 = Math.Min(r.UMax32, (uint)r.UMax);
            if ((int)r.UMin <= (int)r.UMax)
                LimitSigned32(ref r, (int)r.UMin, (int)r.UMax);
        }

        if (r.SMin >> 32 == r.SMax >> 32)
        {
            if ((uint)r.SMin <= (uint)r.SMax)
            {
                r.UMin32 = Math.Max(r.UMin32, (uint)r.SMin);
                r.UMax32 = Math.Min(r.UMax32, (uint)r.SMax);
            }

            if ((int)r.SMin <= (int)r.SMax)
                LimitSigned32(ref r, (int)r.SMin, (int)r.SMax);
        }

        if ((uint)(r.UMin >> 32) + 1 == (uint)(r.UMax >> 32) && (int)r.UMin < 0 && (int)r.UMax >= 0)
            LimitSigned32(ref r, (int)r.UMin, (int)r.UMax);
        if ((uint)(r.SMin >> 32) + 1 == (uint)(r.SMax >> 32) && (int)r.SMin < 0 && (int)r.SMax >= 0)
            LimitSigned32(ref r, (int)r.SMin, (int)r.SMax);

        if ((int)r.UMin32 <= (int)r.UMax32)
            LimitSigned32(ref r, (int)r.UMin32, (int)r.UMax32);
        if ((uint)r.SMin32 <= (uint)r.SMax32)
        {
            r.UMin32 = Math.Max((uint)r.SMin32, r.UMin32);
            r.UMax32 = Math.Min((uint)r.SMax32, r.UMax32);
        }
        else if (r.UMax32 < (uint)r.SMin32)
        {
            r.SMin32 = (int)r.UMin32;
            r.UMax32 = Math.Min(r.UMax32, (uint)r.SMax32);
        }
        else if ((uint)r.SMax32 < r.UMin32)
        {
            r.SMax32 = (int)r.UMax32;
            r.UMin32 = Math.Max(r.UMin32, (uint)r.SMin32);
        }
    }

    private static void LimitSigned32(ref Register r, int min, int max)
    {
        r.SMin32 = Math.Max(r.SMin32, min);
        r.SMax32 = Math.Min(r.SMax32, max);
    }

    private static void Deduce64(ref Register r)
    {
        if ((long)r.UMin <= (long)r.UMax)
        {
            r.SMin = Math.Max(r.SMin, (long)r.UMin);
            r.SMax = Math.Min(r.SMax, (long)r.UMax);
        }

        if ((ulong)r.SMin <= (ulong)r.SMax)
        {
            r.UMin = Math.Max((ulong)r.SMin, r.UMin);
            r.UMax = Math.Min((ulong)r.SMax, r.UMax);
        }
        else if (r.UMax < (ulong)r.SMin)
        {
            r.SMin = (long)r.UMin;
            r.UMax = Math.Min(r.UMax, (ulong)r.SMax);
        }
        else if ((ulong)r.SMax < r.UMin)
        {
            r.SMax = (long)r.UMax;
            r.UMin = Math.Max(r.UMin, (ulong)r.SMin);
        }
    }

    private static void DeduceMixed(ref Register r)
    {
        const ulong High = ~(ulong)uint.MaxValue;
        r.UMin = Math.Max(r.UMin, (r.UMin & High) | r.UMin32);
        r.UMax = Math.Min(r.UMax, (r.UMax & High) | r.UMax32);
        r.SMin = Math.Max(r.SMin, (long)(((ulong)r.SMin & High) | r.UMin32));
        r.SMax = Math.Min(r.SMax, (long)(((ulong)r.SMax & High) | r.UMax32));

        // A sign-extended number whose low half is positive has a clear high half.
        if (r.SMin32 >= 0 && r.SMin >= int.MinValue && r.SMax <= int.MaxValue)
        {
            r.SMin = r.SMin32;
            r.SMax = r.SMax32;
            r.UMin = (ulong)r.SMin32;
            r.UMax = (ulong)r.SMax32;
            r.Bits = Tnum.Intersect(r.Bits, Tnum.Range((ulong)r.SMin, (ulong)r.SMax));
        }
    }
}
