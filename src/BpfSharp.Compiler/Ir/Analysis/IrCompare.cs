namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Comparisons of ranges.</summary>
public static class IrCompare
{
    public static bool IsCompare(IrOp op) => op is IrOp.Eq or IrOp.Ne or IrOp.LtS or IrOp.LeS or IrOp.LtU or IrOp.LeU;

    /// <summary>The result, where it is the same for all values of the two ranges.</summary>
    public static bool? Decide(IrOp op, ValueRange a, ValueRange b)
    {
        switch (op)
        {
            case IrOp.Eq:
                return a.IsConstant && b.IsConstant && a.UMin == b.UMin ? true : Apart(a, b) ? false : null;
            case IrOp.Ne:
                return Apart(a, b) ? true : a.IsConstant && b.IsConstant && a.UMin == b.UMin ? false : null;
            case IrOp.LtU:
                return a.UMax < b.UMin ? true : a.UMin >= b.UMax ? false : null;
            case IrOp.LeU:
                return a.UMax <= b.UMin ? true : a.UMin > b.UMax ? false : null;
            case IrOp.LtS:
                return a.SMax < b.SMin ? true : a.SMin >= b.SMax ? false : null;
            case IrOp.LeS:
                return a.SMax <= b.SMin ? true : a.SMin > b.SMax ? false : null;
            default:
                return null;
        }
    }

    private static bool Apart(ValueRange a, ValueRange b) => a.UMax < b.UMin || b.UMax < a.UMin || a.SMax < b.SMin || b.SMax < a.SMin;
}
