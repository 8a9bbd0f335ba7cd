using System;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Bounds of bitwise results; the known bits are those of the result already.</summary>
internal static class Bitwise
{
    public static void And(ref Register d, in Register s)
    {
        // Both known: a constant, which the kernel says in each width by itself.
        if (s.Bits.IsConstant32 && d.Bits.IsConstant32)
            SetKnown32(ref d);
        else
            Set32(ref d, (uint)d.Bits.Value, Math.Min(d.UMax32, s.UMax32));
        if (s.Bits.IsConstant && d.Bits.IsConstant)
            d.SetKnown(d.Bits.Value);
        else
            Set64(ref d, d.Bits.Value, Math.Min(d.UMax, s.UMax));
    }

    public static void Or(ref Register d, in Register s)
    {
        if (s.Bits.IsConstant32 && d.Bits.IsConstant32)
            SetKnown32(ref d);
        else
            Set32(ref d, Math.Max(d.UMin32, s.UMin32), (uint)(d.Bits.Value | d.Bits.Mask));
        if (s.Bits.IsConstant && d.Bits.IsConstant)
            d.SetKnown(d.Bits.Value);
        else
            Set64(ref d, Math.Max(d.UMin, s.UMin), d.Bits.Value | d.Bits.Mask);
    }

    public static void Xor(ref Register d, in Register s)
    {
        if (s.Bits.IsConstant32 && d.Bits.IsConstant32)
            SetKnown32(ref d);
        else
            Set32(ref d, (uint)d.Bits.Value, (uint)(d.Bits.Value | d.Bits.Mask));
        if (s.Bits.IsConstant && d.Bits.IsConstant)
            d.SetKnown(d.Bits.Value);
        else
            Set64(ref d, d.Bits.Value, d.Bits.Value | d.Bits.Mask);
    }

    private static void SetKnown32(ref Register d)
    {
        uint value = (uint)d.Bits.Value;
        d.Bits = d.Bits.WithLow(Tnum.Constant(value));
        d.SMin32 = d.SMax32 = (int)value;
        d.UMin32 = d.UMax32 = value;
    }

    private static void Set32(ref Register d, uint min, uint max)
    {
        d.UMin32 = min;
        d.UMax32 = max;
        bool isRange = (int)min <= (int)max;
        d.SMin32 = isRange ? (int)min : int.MinValue;
        d.SMax32 = isRange ? (int)max : int.MaxValue;
    }

    private static void Set64(ref Register d, ulong min, ulong max)
    {
        d.UMin = min;
        d.UMax = max;
        bool isRange = (long)min <= (long)max;
        d.SMin = isRange ? (long)min : long.MinValue;
        d.SMax = isRange ? (long)max : long.MaxValue;
        Bounds.FromBits(ref d);
    }
}
