using System.Collections.Generic;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen;

/// <summary>What a jump's condition becomes when its targets or its operands change places.</summary>
internal static class Conditions
{
    private static readonly (BpfCondition Condition, BpfCondition Inverse, BpfCondition Swapped)[] s_rows =
    {
        (BpfCondition.Equal, BpfCondition.NotEqual, BpfCondition.Equal),
        (BpfCondition.NotEqual, BpfCondition.Equal, BpfCondition.NotEqual),
        (BpfCondition.Greater, BpfCondition.LessOrEqual, BpfCondition.Less),
        (BpfCondition.GreaterOrEqual, BpfCondition.Less, BpfCondition.LessOrEqual),
        (BpfCondition.Less, BpfCondition.GreaterOrEqual, BpfCondition.Greater),
        (BpfCondition.LessOrEqual, BpfCondition.Greater, BpfCondition.GreaterOrEqual),
        (BpfCondition.SignedGreater, BpfCondition.SignedLessOrEqual, BpfCondition.SignedLess),
        (BpfCondition.SignedGreaterOrEqual, BpfCondition.SignedLess, BpfCondition.SignedLessOrEqual),
        (BpfCondition.SignedLess, BpfCondition.SignedGreaterOrEqual, BpfCondition.SignedGreater),
        (BpfCondition.SignedLessOrEqual, BpfCondition.SignedGreater, BpfCondition.SignedGreaterOrEqual),
    };

    private static readonly Dictionary<BpfCondition, (BpfCondition Inverse, BpfCondition Swapped)> s_byCondition = Index();

    /// <summary>There is no jump for "no bit set".</summary>
    public static bool CanInvert(BpfCondition condition) => s_byCondition.ContainsKey(condition);

    public static BpfCondition Invert(BpfCondition condition) => s_byCondition[condition].Inverse;

    public static BpfCondition Swap(BpfCondition condition) => s_byCondition[condition].Swapped;

    /// <summary>Whether the comparison of two constants jumps; of their low halves where it is not <paramref name="wide"/>.</summary>
    public static bool Holds(BpfCondition condition, bool wide, long left, long right)
    {
        (long a, long b) = wide ? (left, right) : (unchecked((int)left), unchecked((int)right));
        (ulong x, ulong y) = wide ? (unchecked((ulong)left), unchecked((ulong)right)) : (unchecked((uint)left), unchecked((uint)right));
        return condition switch
        {
            BpfCondition.Equal => a == b,
            BpfCondition.NotEqual => a != b,
            BpfCondition.AnyBitSet => (x & y) != 0,
            BpfCondition.Greater => x > y,
            BpfCondition.GreaterOrEqual => x >= y,
            BpfCondition.Less => x < y,
            BpfCondition.LessOrEqual => x <= y,
            BpfCondition.SignedGreater => a > b,
            BpfCondition.SignedGreaterOrEqual => a >= b,
            BpfCondition.SignedLess => a < b,
            _ => a <= b,
        };
    }

    private static Dictionary<BpfCondition, (BpfCondition Inverse, BpfCondition Swapped)> Index()
    {
        var index = new Dictionary<BpfCondition, (BpfCondition Inverse, BpfCondition Swapped)>();
        foreach ((BpfCondition condition, BpfCondition inverse, BpfCondition swapped) in s_rows)
            index.Add(condition, (inverse, swapped));
        return index;
    }
}
