using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Whether a comparison's result is known (<c>is_branch_taken</c>).</summary>
internal static class BranchOutcome
{
    /// <returns>Null where both ways are possible.</returns>
    public static bool? Of(in Register left, in Register right, BpfCondition condition, bool wide)
    {
        if (left.IsPacketOrEnd && right.IsPacketOrEnd && wide)
            return OfPackets(left, right, condition);
        if (left.IsScalar && right.IsScalar)
            return OfScalars(left, right, condition, wide);
        // A pointer that is not null, and zero.
        bool isSwapped = !right.IsConstant(wide);
        Register pointer = isSwapped ? right : left;
        Register number = isSwapped ? left : right;
        if (!number.IsConstant(wide) || !IsNeverNull(pointer) || (wide ? number.Bits.Value : number.Bits.Low.Value) != 0)
            return null;
        return condition switch
        {
            BpfCondition.Equal => false,
            BpfCondition.NotEqual => true,
            _ => null,
        };
    }

    public static BpfCondition Flip(BpfCondition condition) => condition switch
    {
        BpfCondition.Greater => BpfCondition.Less,
        BpfCondition.GreaterOrEqual => BpfCondition.LessOrEqual,
        BpfCondition.Less => BpfCondition.Greater,
        BpfCondition.LessOrEqual => BpfCondition.GreaterOrEqual,
        BpfCondition.SignedGreater => BpfCondition.SignedLess,
        BpfCondition.SignedGreaterOrEqual => BpfCondition.SignedLessOrEqual,
        BpfCondition.SignedLess => BpfCondition.SignedGreater,
        BpfCondition.SignedLessOrEqual => BpfCondition.SignedGreaterOrEqual,
        _ => condition,
    };

    private static bool IsNeverNull(in Register register) => !register.MayBeNull
        && register.Kind is RegisterKind.Socket or RegisterKind.SocketCommon or RegisterKind.MapValue or RegisterKind.MapKey or RegisterKind.Memory or RegisterKind.Map or RegisterKind.Object;

    private static bool? OfPackets(in Register left, in Register right, BpfCondition condition)
    {
        int range;
        if (right.Kind == RegisterKind.PacketEnd)
        {
            range = left.Range;
        }
        else if (left.Kind == RegisterKind.PacketEnd)
        {
            range = right.Range;
            condition = Flip(condition);
        }
        else
        {
            return null;
        }

        return condition switch
        {
            BpfCondition.LessOrEqual or BpfCondition.Greater when range == Register.BeyondEnd => condition == BpfCondition.Greater,
            BpfCondition.Less or BpfCondition.GreaterOrEqual when range < 0 => condition == BpfCondition.GreaterOrEqual,
            _ => null,
        };
    }

    private static bool? OfScalars(in Register left, in Register right, BpfCondition condition, bool wide)
    {
        Tnum a = wide ? left.Bits : left.Bits.Low;
        Tnum b = wide ? right.Bits : right.Bits.Low;
        ulong umin1 = wide ? left.UMin : left.UMin32, umax1 = wide ? left.UMax : left.UMax32;
        ulong umin2 = wide ? right.UMin : right.UMin32, umax2 = wide ? right.UMax : right.UMax32;
        long smin1 = wide ? left.SMin : left.SMin32, smax1 = wide ? left.SMax : left.SMax32;
        long smin2 = wide ? right.SMin : right.SMin32, smax2 = wide ? right.SMax : right.SMax32;
        switch (condition)
        {
            case BpfCondition.Equal:
            case BpfCondition.NotEqual:
                if (a.IsConstant && b.IsConstant)
                    return a.Value == b.Value == (condition == BpfCondition.Equal);
                bool differ = !Tnum.Overlap(a, b) || umin1 > umax2 || umax1 < umin2 || smin1 > smax2 || smax1 < smin2
                    || (wide && (left.UMin32 > right.UMax32 || left.UMax32 < right.UMin32 || left.SMin32 > right.SMax32 || left.SMax32 < right.SMin32));
                return differ ? condition == BpfCondition.NotEqual : null;
            case BpfCondition.AnyBitSet:
                if (!b.IsConstant)
                    (a, b) = (b, a);
                if (!b.IsConstant)
                    return null;
                return (~a.Mask & a.Value & b.Value) != 0 ? true : ((a.Mask | a.Value) & b.Value) == 0 ? false : null;
            case BpfCondition.Greater:
                return umin1 > umax2 ? true : umax1 <= umin2 ? false : null;
            case BpfCondition.GreaterOrEqual:
                return umin1 >= umax2 ? true : umax1 < umin2 ? false : null;
            case BpfCondition.Less:
                return umax1 < umin2 ? true : umin1 >= umax2 ? false : null;
            case BpfCondition.LessOrEqual:
                return umax1 <= umin2 ? true : umin1 > umax2 ? false : null;
            case BpfCondition.SignedGreater:
                return smin1 > smax2 ? true : smax1 <= smin2 ? false : null;
            case BpfCondition.SignedGreaterOrEqual:
                return smin1 >= smax2 ? true : smax1 < smin2 ? false : null;
            case BpfCondition.SignedLess:
                return smax1 < smin2 ? true : smin1 >= smax2 ? false : null;
            default:
                return smax1 <= smin2 ? true : smin1 > smax2 ? false : null;
        }
    }
}
