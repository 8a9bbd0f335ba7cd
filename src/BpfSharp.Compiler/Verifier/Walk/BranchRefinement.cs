using System;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What two numbers learn from a comparison on the way that it sends them (<c>regs_refine_cond_op</c>).</summary>
internal static class BranchRefinement
{
    // The condition that no bit is set, which no instruction has.
    private const BpfCondition NoBitSet = BpfCondition.AnyBitSet | (BpfCondition)BpfOpcodes.Register;

    public static BpfCondition Reverse(BpfCondition condition) => condition switch
    {
        BpfCondition.Equal => BpfCondition.NotEqual,
        BpfCondition.NotEqual => BpfCondition.Equal,
        BpfCondition.AnyBitSet => NoBitSet,
        BpfCondition.GreaterOrEqual => BpfCondition.Less,
        BpfCondition.Greater => BpfCondition.LessOrEqual,
        BpfCondition.LessOrEqual => BpfCondition.Greater,
        BpfCondition.Less => BpfCondition.GreaterOrEqual,
        BpfCondition.SignedGreaterOrEqual => BpfCondition.SignedLess,
        BpfCondition.SignedGreater => BpfCondition.SignedLessOrEqual,
        BpfCondition.SignedLessOrEqual => BpfCondition.SignedGreater,
        _ => BpfCondition.SignedGreaterOrEqual,
    };

    /// <summary>On the way where the condition holds.</summary>
    public static void Apply(ref Register left, ref Register right, BpfCondition condition, bool wide)
    {
        if (condition is BpfCondition.GreaterOrEqual or BpfCondition.Greater or BpfCondition.SignedGreaterOrEqual or BpfCondition.SignedGreater)
            Refine(ref right, ref left, BranchOutcome.Flip(condition), wide);
        else
            Refine(ref left, ref right, condition, wide);
        Bounds.Sync(ref left);
        Bounds.Sync(ref right);
    }

    private static void Refine(ref Register left, ref Register right, BpfCondition condition, bool wide)
    {
        switch (condition)
        {
            case BpfCondition.Equal:
                Equal(ref left, ref right, wide);
                break;
            case BpfCondition.NotEqual:
                if (right.IsConstant(wide))
                    NotEqual(ref left, right.Bits.Value, wide);
                else if (left.IsConstant(wide))
                    NotEqual(ref right, left.Bits.Value, wide);
                break;
            case BpfCondition.AnyBitSet:
            case NoBitSet:
                if (right.IsConstant(wide))
                    Test(ref left, wide ? right.Bits.Value : (uint)right.Bits.Value, condition, wide);
                else if (left.IsConstant(wide))
                    Test(ref right, wide ? left.Bits.Value : (uint)left.Bits.Value, condition, wide);
                break;
            case BpfCondition.LessOrEqual:
            case BpfCondition.Less:
                Less(ref left, ref right, condition == BpfCondition.Less ? 1u : 0, wide);
                break;
            default:
                SignedLess(ref left, ref right, condition == BpfCondition.SignedLess ? 1 : 0, wide);
                break;
        }
    }

    private static void Equal(ref Register a, ref Register b, bool wide)
    {
        if (wide)
        {
            a.UMin = b.UMin = Math.Max(a.UMin, b.UMin);
            a.UMax = b.UMax = Math.Min(a.UMax, b.UMax);
            a.SMin = b.SMin = Math.Max(a.SMin, b.SMin);
            a.SMax = b.SMax = Math.Min(a.SMax, b.SMax);
            a.Bits = b.Bits = Tnum.Intersect(a.Bits, b.Bits);
            return;
        }

        a.UMin32 = b.UMin32 = Math.Max(a.UMin32, b.UMin32);
        a.UMax32 = b.UMax32 = Math.Min(a.UMax32, b.UMax32);
        a.SMin32 = b.SMin32 = Math.Max(a.SMin32, b.SMin32);
        a.SMax32 = b.SMax32 = Math.Min(a.SMax32, b.SMax32);
        Tnum low = Tnum.Intersect(a.Bits.Low, b.Bits.Low);
        a.Bits = a.Bits.WithLow(low);
        b.Bits = b.Bits.WithLow(low);
    }

    // Where the number is at an end of the range, the range ends one before.
    private static void NotEqual(ref Register r, ulong value, bool wide)
    {
        if (wide)
        {
            if (r.UMin == value)
                r.UMin++;
            if (r.UMax == value)
                r.UMax--;
            if (r.SMin == (long)value)
                r.SMin++;
            if (r.SMax == (long)value)
                r.SMax--;
            return;
        }

        if (r.UMin32 == (uint)value)
            r.UMin32++;
        if (r.UMax32 == (uint)value)
            r.UMax32--;
        if (r.SMin32 == (int)value)
            r.SMin32++;
        if (r.SMax32 == (int)value)
            r.SMax32--;
    }

    private static void Test(ref Register r, ulong mask, BpfCondition condition, bool wide)
    {
        if (condition == NoBitSet)
        {
            Tnum kept = Tnum.Constant(~mask);
            r.SetUnbounded();
            r.Bits = wide ? r.Bits & kept : r.Bits.WithLow(r.Bits.Low & kept);
            return;
        }

        // One of several bits says nothing of each.
        if (mask == 0 || (mask & (mask - 1)) != 0)
            return;
        Tnum set = Tnum.Constant(mask);
        r.Bits = wide ? r.Bits | set : r.Bits.WithLow(r.Bits.Low | set);
    }

    private static void Less(ref Register a, ref Register b, uint strict, bool wide)
    {
        if (wide)
        {
            a.UMax = Math.Min(a.UMax, b.UMax - strict);
            b.UMin = Math.Max(a.UMin + strict, b.UMin);
            return;
        }

        a.UMax32 = Math.Min(a.UMax32, b.UMax32 - strict);
        b.UMin32 = Math.Max(a.UMin32 + strict, b.UMin32);
    }

    private static void SignedLess(ref Register a, ref Register b, int strict, bool wide)
    {
        if (wide)
        {
            a.SMax = Math.Min(a.SMax, b.SMax - strict);
            b.SMin = Math.Max(a.SMin + strict, b.SMin);
            return;
        }

        a.SMax32 = Math.Min(a.SMax32, b.SMax32 - strict);
        b.SMin32 = Math.Max(a.SMin32 + strict, b.SMin32);
    }
}
