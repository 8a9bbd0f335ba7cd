using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>The graph's null test behind <c>?.</c> and <c>??</c>.</summary>
internal static class Nulls
{
    public static IrValue? IsNull(MethodLowering method, IOperation operation)
    {
        IOperation operand = ((IIsNullOperation)operation).Operand;
        IrValue value = method.Value(operand);
        if (operand.Type is { } type && Nullables.Underlying(type) is not null)
            return method.Emit.Compare(IrOp.Eq, Nullables.HasValue(method, value, type, operand), IrConstant.I32(0));
        // A struct is never null: C# tests it all the same, in the finally of a foreach.
        return operand.Type is { IsValueType: true } ? IrConstant.I32(0) : method.Emit.Compare(IrOp.Eq, value, IrConstant.Null());
    }
}
