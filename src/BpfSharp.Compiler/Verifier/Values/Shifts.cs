using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>Bounds of shifts by a known count.</summary>
internal static class Shifts
{
    public static void Apply(int operation, bool wide, ref Register d, in Register s)
    {
        int count = wide ? (int)s.UMin : (int)s.UMin32;
        switch (operation)
        {
            case (int)BpfAluOp.ShiftLeft:
                Left(ref d, count, wide);
                break;
            case (int)BpfAluOp.ShiftRight:
                Right(ref d, count, wide);
                break;
            default:
                RightSigned(ref d, count, wide);
                break;
        }
    }

    private static void Left(ref Register d, int count, bool wide)
    {
        if (!wide)
        {
            Left32(ref d, count);
            d.Bits = d.Bits.Low.ShiftLeft(count).Low;
            d.SetUnbounded64();
            Bounds.FromBits32(ref d);
            return;
        }

        // The shift by 32 is half of a sign extension: the sign of the low half lives on.
        d.SMax = count == 32 ? (long)d.SMax32 << 32 : long.MaxValue;
        d.SMin = count == 32 ? (long)d.SMin32 << 32 : long.MinValue;
        bool overflows = d.UMax > 1UL << (63 - count);
        d.UMin = overflows ? 0 : d.UMin << count;
        d.UMax = overflows ? ulong.MaxValue : d.UMax << count;
        Left32(ref d, count);
        d.Bits = d.Bits.ShiftLeft(count);
        Bounds.FromBits(ref d);
    }

    private static void Left32(ref Register d, int count)
    {
        d.SMin32 = int.MinValue;
        d.SMax32 = int.MaxValue;
        bool overflows = count > 31 || d.UMax32 > 1UL << (31 - count);
        d.UMin32 = overflows ? 0 : d.UMin32 << count;
        d.UMax32 = overflows ? uint.MaxValue : d.UMax32 << count;
    }

    private static void Right(ref Register d, int count, bool wide)
    {
        if (!wide)
        {
            d.SMin32 = int.MinValue;
            d.SMax32 = int.MaxValue;
            d.Bits = d.Bits.Low.ShiftRight(count);
            d.UMin32 >>= count;
            d.UMax32 >>= count;
            d.SetUnbounded64();
            Bounds.FromBits32(ref d);
            return;
        }

        d.SMin = long.MinValue;
        d.SMax = long.MaxValue;
        d.Bits = d.Bits.ShiftRight(count);
        d.UMin >>= count;
        d.UMax >>= count;
        d.SetUnbounded32();
        Bounds.FromBits(ref d);
    }

    private static void RightSigned(ref Register d, int count, bool wide)
    {
        if (!wide)
        {
            d.SMin32 >>= count;
            d.SMax32 >>= count;
            d.Bits = d.Bits.Low.ShiftRightSigned(count, wide: false);
            d.UMin32 = 0;
            d.UMax32 = uint.MaxValue;
            d.SetUnbounded64();
            Bounds.FromBits32(ref d);
            return;
        }

        d.SMin >>= count;
        d.SMax >>= count;
        d.Bits = d.Bits.ShiftRightSigned(count, wide: true);
        d.UMin = 0;
        d.UMax = ulong.MaxValue;
        d.SetUnbounded32();
        Bounds.FromBits(ref d);
    }
}
