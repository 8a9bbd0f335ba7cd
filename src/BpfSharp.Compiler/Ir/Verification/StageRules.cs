using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>What may not stand in a function any more at a stage.</summary>
internal static class StageRules
{
    private static readonly Dictionary<IrOp, IrStage> s_goneAt = new()
    {
        [IrOp.Field] = IrStage.Closed,
        [IrOp.SizeOf] = IrStage.Closed,
        [IrOp.TypeIs] = IrStage.Closed,
        [IrOp.CallConstrained] = IrStage.Closed,
        [IrOp.Call] = IrStage.Flat,
        [IrOp.CtxIs] = IrStage.Flat,
        [IrOp.Guard] = IrStage.Safe,
        [IrOp.LoopLimit] = IrStage.Safe,
        [IrOp.Try] = IrStage.Safe,
        [IrOp.Caught] = IrStage.Safe,
        [IrOp.Switch] = IrStage.Safe,
        [IrOp.Elem] = IrStage.Safe,
        [IrOp.Copy] = IrStage.Safe,
        [IrOp.Zero] = IrStage.Safe,
    };

    public static string? Check(IrInstruction instruction, IrStage stage)
    {
        if (s_goneAt.TryGetValue(instruction.Op, out IrStage gone) && stage >= gone)
            return $"may not stand in {stage} IR";
        if (stage >= IrStage.Closed && instruction.TypeArgument is { IsPrimitive: false })
            return $"names {instruction.TypeArgument} in {stage} IR";
        if (stage >= IrStage.Closed && instruction.CallArguments.Count != 0)
            return $"has type arguments in {stage} IR";
        if (stage >= IrStage.Closed && instruction.Op is IrOp.Load or IrOp.Store or IrOp.Atomic or IrOp.CtxLoad or IrOp.CtxStore && instruction.TypeArgument is null)
            return "has no memory type";
        return null;
    }
}
