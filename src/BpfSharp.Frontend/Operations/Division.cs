using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

namespace BpfSharp.Frontend.Operations;

/// <summary>Where .NET throws: by zero, and MIN / -1 and MIN % -1. BPF itself would give 0.</summary>
internal static class Division
{
    public static void Guard(IrBuilder emit, IrValue left, IrValue right, IrType memory)
    {
        if (right is not IrConstant { Value: not 0 })
            emit.Guard(FaultKind.DivideByZero, emit.Compare(IrOp.Ne, right, new IrConstant(right.Type, 0)));
        if (!memory.IsSigned || right is IrConstant { Value: not -1 })
            return;
        long minimum = memory.PrimitiveSize == 8 ? long.MinValue : int.MinValue;
        if (left is IrConstant constant && constant.Value != minimum)
            return;
        IrValue leftFits = emit.Compare(IrOp.Ne, left, new IrConstant(left.Type, minimum));
        IrValue fits = right is IrConstant ? leftFits : emit.Binary(IrOp.Or, emit.Compare(IrOp.Ne, right, new IrConstant(right.Type, -1)), leftFits);
        emit.Guard(FaultKind.Overflow, fits);
    }
}
