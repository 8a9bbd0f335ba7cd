using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class BinaryOperators
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var binary = (IBinaryOperation)operation;
        IOperation leftOperand = binary.LeftOperand;
        IOperation rightOperand = binary.RightOperand;
        bool isOptional = Nullables.Underlying(leftOperand.Type) is not null || Nullables.Underlying(rightOperand.Type) is not null;
        if (binary.IsLifted || (isOptional && binary.OperatorMethod is null))
            return LiftedOperators.Binary(method, binary);
        if (binary.OperatorMethod is { } userDefined)
            return UserDefined(method, binary, userDefined, leftOperand, rightOperand, binary.ConstrainedToType);

        int errors = method.Module.Diagnostics.Count;
        IrValue left = method.Value(leftOperand);
        IrValue right = method.Value(rightOperand);
        if (method.Module.Diagnostics.Count != errors || leftOperand.Type is not { } type)
            return method.Poison(binary.Type);
        IrType memory = method.MemoryType(type, leftOperand);
        if (!memory.IsPrimitive)
            return method.Refuse("BPF1000", binary, $"'{binary.OperatorKind}' on '{type.Name}'");
        IrValue? compared = Arithmetic.Compare(method.Emit, binary.OperatorKind, left, right, memory);
        if (compared is not null)
            return compared;
        if (memory == IrType.Ptr || method.Types.Memory(rightOperand.Type!) == IrType.Ptr)
            return Pointers.Arithmetic(method, binary, left, right);
        return Arithmetic.Apply(method.Emit, binary.OperatorKind, left, right, memory, binary.IsChecked)
            ?? method.Refuse("BPF1000", binary, $"the operator '{binary.OperatorKind}'");
    }

    public static IrValue? UserDefined(MethodLowering method, IOperation at, IMethodSymbol target, IOperation left, IOperation right, ITypeSymbol? constrainedTo)
    {
        if (BclTable.Find(target) is { } known)
            return BclTable.Lower(method, known, target, new[] { left, right }, at);
        int errors = method.Module.Diagnostics.Count;
        IrValue first = Arguments.Evaluate(method, left, target.Parameters[0]);
        IrValue second = Arguments.Evaluate(method, right, target.Parameters[1]);
        return method.Module.Diagnostics.Count == errors
            ? Calls.Emit(method, target, null, new[] { first, second }, at, constrainedTo)
            : method.Poison(at.Type);
    }
}
