using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Loads of signed numbers that are only wanted as 64 bits: one sign-extending load does both.</summary>
internal static class SignedLoads
{
    public static HashSet<IrValue> Find(ControlFlow flow, TargetFeatures features)
    {
        var found = new HashSet<IrValue>();
        if (!features.HasVersion4)
            return found;
        var otherwiseUsed = new HashSet<IrValue>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                foreach (IrValue operand in instruction.Operands)
                    (instruction.Op == IrOp.SExt && IsSignedLoad(operand) ? found : otherwiseUsed).Add(operand);
                foreach (IrTarget target in instruction.Targets)
                    otherwiseUsed.UnionWith(target.Arguments);
            }
        }

        found.ExceptWith(otherwiseUsed);
        return found;
    }

    private static bool IsSignedLoad(IrValue value) =>
        value is IrInstruction { Op: IrOp.Load or IrOp.CtxLoad, TypeArgument: { Kind: IrTypeKind.I8 or IrTypeKind.I16 or IrTypeKind.I32 } };
}
