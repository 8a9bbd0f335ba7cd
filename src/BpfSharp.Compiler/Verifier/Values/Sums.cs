namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Bounds of sums and differences, in both widths.</summary>
internal static class Sums
{
    public static void Add(ref Register d, in Register s)
    {
        long low = (long)d.SMin32 + s.SMin32;
        long high = (long)d.SMax32 + s.SMax32;
        bool fits = low == (int)low && high == (int)high;
        d.SMin32 = fits ? (int)low : int.MinValue;
        d.SMax32 = fits ? (int)high : int.MaxValue;

        // Where both ends overflow, or none, the ends are still a range.
        ulong lowest = (ulong)d.UMin32 + s.UMin32;
        ulong highest = (ulong)d.UMax32 + s.UMax32;
        bool splits = lowest <= uint.MaxValue && highest > uint.MaxValue;
        d.UMin32 = splits ? 0 : (uint)lowest;
        d.UMax32 = splits ? uint.MaxValue : (uint)highest;

        Add64(ref d, s.SMin, s.SMax, s.UMin, s.UMax);
        d.Bits += s.Bits;
    }

    public static void Subtract(ref Register d, in Register s)
    {
        long low = (long)d.SMin32 - s.SMax32;
        long high = (long)d.SMax32 - s.SMin32;
        bool fits = low == (int)low && high == (int)high;
        d.SMin32 = fits ? (int)low : int.MinValue;
        d.SMax32 = fits ? (int)high : int.MaxValue;

        bool splits = d.UMin32 < s.UMax32 && d.UMax32 >= s.UMin32;
        d.UMin32 = splits ? 0 : d.UMin32 - s.UMax32;
        d.UMax32 = splits ? uint.MaxValue : d.UMax32 - s.UMin32;

        bool splits64 = d.UMin < s.UMax && d.UMax >= s.UMin;
        d.UMin = splits64 ? 0 : d.UMin - s.UMax;
        d.UMax = splits64 ? ulong.MaxValue : d.UMax - s.UMin;

        if (TrySubtract(d.SMin, s.SMax, out long min) && TrySubtract(d.SMax, s.SMin, out long max))
        {
            d.SMin = min;
            d.SMax = max;
        }
        else
        {
            d.SMin = long.MinValue;
            d.SMax = long.MaxValue;
        }

        d.Bits -= s.Bits;
    }

    public static bool TryAdd(long a, long b, out long sum)
    {
        sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) >= 0;
    }

    public static bool TrySubtract(long a, long b, out long difference)
    {
        difference = unchecked(a - b);
        return ((a ^ b) & (a ^ difference)) >= 0;
    }

    private static void Add64(ref Register d, long smin, long smax, ulong umin, ulong umax)
    {
        if (TryAdd(d.SMin, smin, out long min) && TryAdd(d.SMax, smax, out long max))
        {
            d.SMin = min;
            d.SMax = max;
        }
        else
        {
            d.SMin = long.MinValue;
            d.SMax = long.MaxValue;
        }

        ulong lowest = unchecked(d.UMin + umin);
        ulong highest = unchecked(d.UMax + umax);
        bool splits = lowest >= umin && highest < umax;
        d.UMin = splits ? 0 : lowest;
        d.UMax = splits ? ulong.MaxValue : highest;
    }
}
