using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

internal static class BranchRules
{
    // A branch takes anything but zero for true.
    public static IrValue? TestTheCompare(IrInstruction i, FoldOutput output)
    {
        if (i.Operands[0] is not IrInstruction { Op: IrOp.Eq or IrOp.Ne } test || test.Operands[1] is not IrConstant { Value: 0 } || test.Operands[0].Type != IrType.I32)
            return null;
        // Of a plain number the compare stays: code generation folds it into the jump.
        if (test.Operands[0] is not IrInstruction { Op: IrOp.PktFits })
            return null;
        i.Operands[0] = test.Operands[0];
        if (test.Op == IrOp.Eq)
            i.Targets.Reverse();
        return i;
    }
}
