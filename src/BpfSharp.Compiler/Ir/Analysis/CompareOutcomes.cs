using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>What one comparison says of another of the same two values: <c>a &lt; b</c> that does not hold is <c>b &lt;= a</c>, and says nothing of <c>a == b</c>.</summary>
internal static class CompareOutcomes
{
    [Flags]
    private enum Outcomes
    {
        Less = 1,
        Equal = 2,
        Greater = 4,
        All = 7,
    }

    private enum Order
    {
        Any,
        Signed,
        Unsigned,
    }

    private static readonly Dictionary<IrOp, (Outcomes True, Order Order)> s_compares = new()
    {
        [IrOp.Eq] = (Outcomes.Equal, Order.Any),
        [IrOp.Ne] = (Outcomes.Less | Outcomes.Greater, Order.Any),
        [IrOp.LtS] = (Outcomes.Less, Order.Signed),
        [IrOp.LeS] = (Outcomes.Less | Outcomes.Equal, Order.Signed),
        [IrOp.LtU] = (Outcomes.Less, Order.Unsigned),
        [IrOp.LeU] = (Outcomes.Less | Outcomes.Equal, Order.Unsigned),
    };

    /// <summary>The result of a compare of a and b, where one that was made before holds or not; null if that does not follow.</summary>
    public static bool? Implied(IrInstruction known, bool holds, IrOp asked, IrValue a, IrValue b)
    {
        if (!s_compares.TryGetValue(known.Op, out (Outcomes True, Order Order) before) || !s_compares.TryGetValue(asked, out (Outcomes True, Order Order) after))
            return null;
        bool mirrored = IrConstant.Same(known.Operands[0], b) && IrConstant.Same(known.Operands[1], a);
        if (!mirrored && !(IrConstant.Same(known.Operands[0], a) && IrConstant.Same(known.Operands[1], b)))
            return null;
        // Less as signed numbers may be greater as unsigned ones.
        if (before.Order != after.Order && before.Order != Order.Any && after.Order != Order.Any)
            return null;
        Outcomes possible = holds ? before.True : Outcomes.All & ~before.True;
        if (mirrored)
            possible = Mirror(possible);
        return (possible & ~after.True) == 0 ? true : (possible & after.True) == 0 ? false : null;
    }

    private static Outcomes Mirror(Outcomes outcomes) =>
        (outcomes & Outcomes.Equal) | ((outcomes & Outcomes.Less) != 0 ? Outcomes.Greater : 0) | ((outcomes & Outcomes.Greater) != 0 ? Outcomes.Less : 0);
}
