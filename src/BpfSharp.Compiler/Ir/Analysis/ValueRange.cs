using System;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>What is known of an integer: bounds as an unsigned and as a signed number of its own width.</summary>
public readonly record struct ValueRange(ulong UMin, ulong UMax, long SMin, long SMax)
{
    public static readonly ValueRange Full32 = new(0, uint.MaxValue, int.MinValue, int.MaxValue);
    public static readonly ValueRange Full64 = new(0, ulong.MaxValue, long.MinValue, long.MaxValue);

    /// <summary>No value: a place that is never reached.</summary>
    public static readonly ValueRange Nothing = new(1, 0, 1, 0);

    public static ValueRange Full(IrType type) => type == IrType.I32 ? Full32 : Full64;

    public static ValueRange Of(IrConstant constant) =>
        new(Unsigned(constant.Value, constant.Type), Unsigned(constant.Value, constant.Type), constant.Value, constant.Value);

    /// <summary>The bits of a signed number as an unsigned one of the type's width.</summary>
    public static ulong Unsigned(long value, IrType type) => type == IrType.I32 ? (uint)value : (ulong)value;

    public static ValueRange OfUnsigned(ulong min, ulong max, IrType type) => new ValueRange(min, max, long.MinValue, long.MaxValue).Tighten(type);

    public static ValueRange OfSigned(long min, long max, IrType type) => new ValueRange(0, ulong.MaxValue, min, max).Tighten(type);

    public bool IsNonNegative => SMin >= 0;

    public bool IsConstant => UMin == UMax;

    /// <summary>Nothing is left: the place is never reached.</summary>
    public bool IsEmpty => UMin > UMax || SMin > SMax;

    public ValueRange Union(ValueRange other) =>
        new(Math.Min(UMin, other.UMin), Math.Max(UMax, other.UMax), Math.Min(SMin, other.SMin), Math.Max(SMax, other.SMax));

    public ValueRange Intersect(ValueRange other, IrType type) =>
        new ValueRange(Math.Max(UMin, other.UMin), Math.Min(UMax, other.UMax), Math.Max(SMin, other.SMin), Math.Min(SMax, other.SMax)).Tighten(type);

    // What the one view says about the other.
    private ValueRange Tighten(IrType type)
    {
        ValueRange full = Full(type);
        ulong uMin = Math.Max(UMin, full.UMin);
        ulong uMax = Math.Min(UMax, full.UMax);
        long sMin = Math.Max(SMin, full.SMin);
        long sMax = Math.Min(SMax, full.SMax);
        if (uMin > uMax || sMin > sMax)
            return new ValueRange(uMin, uMax, sMin, sMax);
        if (uMax <= (ulong)full.SMax)
        {
            sMin = Math.Max(sMin, (long)uMin);
            sMax = Math.Min(sMax, (long)uMax);
        }
        else if (uMin > (ulong)full.SMax)
        {
            sMin = Math.Max(sMin, Signed(uMin, type));
            sMax = Math.Min(sMax, Signed(uMax, type));
        }

        if (sMin >= 0)
        {
            uMin = Math.Max(uMin, (ulong)sMin);
            uMax = Math.Min(uMax, (ulong)Math.Max(sMax, 0));
        }
        else if (sMax < 0)
        {
            uMin = Math.Max(uMin, Unsigned(sMin, type));
            uMax = Math.Min(uMax, Unsigned(sMax, type));
        }

        return new ValueRange(uMin, uMax, sMin, sMax);
    }

    private static long Signed(ulong value, IrType type) => type == IrType.I32 ? (int)(uint)value : (long)value;
}
