using System;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Bounds of products, in both widths.</summary>
internal static class Products
{
    public static void Multiply(ref Register d, in Register s)
    {
        ulong low = (ulong)d.UMin32 * s.UMin32;
        ulong high = (ulong)d.UMax32 * s.UMax32;
        bool fits = low <= uint.MaxValue && high <= uint.MaxValue;
        d.UMin32 = fits ? (uint)low : 0;
        d.UMax32 = fits ? (uint)high : uint.MaxValue;
        Signed32(ref d, s);

        bool fits64 = TryMultiply(d.UMax, s.UMax, out ulong highest) & TryMultiply(d.UMin, s.UMin, out ulong lowest);
        d.UMin = fits64 ? lowest : 0;
        d.UMax = fits64 ? highest : ulong.MaxValue;
        Signed64(ref d, s);
    }

    private static void Signed32(ref Register d, in Register s)
    {
        long a = (long)d.SMin32 * s.SMin32;
        long b = (long)d.SMin32 * s.SMax32;
        long c = (long)d.SMax32 * s.SMin32;
        long e = (long)d.SMax32 * s.SMax32;
        long min = Math.Min(Math.Min(a, b), Math.Min(c, e));
        long max = Math.Max(Math.Max(a, b), Math.Max(c, e));
        bool fits = min >= int.MinValue && max <= int.MaxValue;
        d.SMin32 = fits ? (int)min : int.MinValue;
        d.SMax32 = fits ? (int)max : int.MaxValue;
    }

    private static void Signed64(ref Register d, in Register s)
    {
        bool fits = TryMultiply(d.SMin, s.SMin, out long a) & TryMultiply(d.SMin, s.SMax, out long b)
            & TryMultiply(d.SMax, s.SMin, out long c) & TryMultiply(d.SMax, s.SMax, out long e);
        d.SMin = fits ? Math.Min(Math.Min(a, b), Math.Min(c, e)) : long.MinValue;
        d.SMax = fits ? Math.Max(Math.Max(a, b), Math.Max(c, e)) : long.MaxValue;
    }

    private static bool TryMultiply(ulong a, ulong b, out ulong product)
    {
        product = unchecked(a * b);
        return a <= uint.MaxValue && b <= uint.MaxValue || a == 0 || product / a == b;
    }

    private static bool TryMultiply(long a, long b, out long product)
    {
        product = unchecked(a * b);
        if (a == (int)a && b == (int)b)
            return true;
        if (a == 0 || b == 0)
            return true;
        if ((a == -1 && b == long.MinValue) || (b == -1 && a == long.MinValue))
            return false;
        return product / b == a;
    }
}
