using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class UnaryOperators
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var unary = (IUnaryOperation)operation;
        if (unary.OperatorKind == UnaryOperatorKind.Hat)
            return IndexValues.FromEnd(method, unary);
        if (unary.IsLifted)
            return LiftedOperators.Unary(method, unary);
        if (unary.OperatorMethod is { } userDefined)
        {
            int errors = method.Module.Diagnostics.Count;
            IrValue argument = Arguments.Evaluate(method, unary.Operand, userDefined.Parameters[0]);
            return method.Module.Diagnostics.Count == errors
                ? Calls.Emit(method, userDefined, null, new[] { argument }, unary, unary.ConstrainedToType)
                : method.Poison(unary.Type);
        }

        IrValue value = method.Value(unary.Operand);
        IrType memory = method.MemoryType(unary.Operand.Type!, unary.Operand);
        if (!memory.IsPrimitive || memory == IrType.Ptr)
            return method.Refuse("BPF1000", unary, $"the operator '{unary.OperatorKind}'");
        return Apply(method, unary, value, memory);
    }

    public static IrValue Apply(MethodLowering method, IUnaryOperation unary, IrValue value, IrType memory) => unary.OperatorKind switch
    {
        UnaryOperatorKind.Plus => value,
        UnaryOperatorKind.Minus when unary.IsChecked => CheckedArithmetic.Negate(method.Emit, value, memory),
        UnaryOperatorKind.Minus => NumericConversions.Normalize(method.Emit, method.Emit.Unary(IrOp.Neg, value), memory),
        UnaryOperatorKind.BitwiseNegation => NumericConversions.Normalize(method.Emit, method.Emit.Unary(IrOp.Not, value), memory),
        UnaryOperatorKind.Not => method.Emit.Compare(IrOp.Eq, value, IrConstant.I32(0)),
        _ => method.Refuse("BPF1000", unary, $"the operator '{unary.OperatorKind}'"),
    };
}
