using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>User-defined operators and conversions of <c>T</c> on <c>T?</c>: called where no operand is null.</summary>
internal static class LiftedCalls
{
    public static IrValue Binary(MethodLowering method, IBinaryOperation binary, IMethodSymbol target)
    {
        int errors = method.Module.Diagnostics.Count;
        Operand left = Operand.Of(method, binary.LeftOperand);
        Operand right = Operand.Of(method, binary.RightOperand);
        if (method.Module.Diagnostics.Count != errors)
            return method.Poison(binary.Type);
        if (Nullables.Underlying(binary.Type) is not null)
            return Call(method, target, binary.Type!, new[] { left, right }, binary, binary.ConstrainedToType);
        bool isEquality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        return Compare(method, binary, target, left, right, isEquality);
    }

    public static IrValue Unary(MethodLowering method, IUnaryOperation unary, IMethodSymbol target)
    {
        int errors = method.Module.Diagnostics.Count;
        Operand operand = Operand.Of(method, unary.Operand);
        return method.Module.Diagnostics.Count == errors ? Call(method, target, unary.Type!, new[] { operand }, unary, unary.ConstrainedToType) : method.Poison(unary.Type);
    }

    /// <param name="old">What the target held before the right side ran.</param>
    public static IrValue Compound(MethodLowering method, ICompoundAssignmentOperation compound, IMethodSymbol target, IrValue old)
    {
        ITypeSymbol type = compound.Target.Type!;
        int errors = method.Module.Diagnostics.Count;
        Operand left = new(method.CopyToTemporary(old, type, compound), type);
        Operand right = Operand.Of(method, compound.Value);
        return method.Module.Diagnostics.Count == errors ? Call(method, target, type, new[] { left, right }, compound, compound.ConstrainedToType) : method.Poison(type);
    }

    public static IrValue Step(MethodLowering method, IIncrementOrDecrementOperation step, IMethodSymbol target, IrValue old) =>
        Call(method, target, step.Target.Type!, new[] { new Operand(old, step.Target.Type!) }, step, step.ConstrainedToType);

    /// <summary>To a nullable type null stays null; else it is a fault, as in .NET.</summary>
    public static IrValue Convert(MethodLowering method, IConversionOperation conversion, IMethodSymbol target)
    {
        int errors = method.Module.Diagnostics.Count;
        Operand operand = Operand.Of(method, conversion.Operand);
        if (method.Module.Diagnostics.Count != errors)
            return method.Poison(conversion.Type);
        if (Nullables.Underlying(conversion.Type) is not null)
            return Call(method, target, conversion.Type!, new[] { operand }, conversion, conversion.ConstrainedToType);
        method.Emit.Guard(FaultKind.Thrown, operand.HasValue(method, conversion));
        return Invoke(method, target, new[] { operand }, conversion, conversion.ConstrainedToType);
    }

    private static IrValue Call(
        MethodLowering method, IMethodSymbol target, ITypeSymbol type, IReadOnlyList<Operand> operands, IOperation at, ITypeSymbol? constrainedTo)
    {
        IrValue[] flags = operands.Select(o => o.HasValue(method, at)).ToArray();
        return LiftedOperators.IfAll(method, type, flags, at, () => Invoke(method, target, operands, at, constrainedTo));
    }

    private static IrValue Invoke(MethodLowering method, IMethodSymbol target, IReadOnlyList<Operand> operands, IOperation at, ITypeSymbol? constrainedTo)
    {
        IrValue[] arguments = operands.Select((o, i) => Arguments.ByConvention(method, o.Value(method, at), target.Parameters[i], at)).ToArray();
        return Calls.Emit(method, target, null, arguments, at, constrainedTo) ?? method.Poison(target.ReturnType);
    }

    // Two nulls are equal; where one is null, nothing else holds.
    private static IrValue Compare(MethodLowering method, IBinaryOperation binary, IMethodSymbol target, Operand left, Operand right, bool isEquality)
    {
        IrBuilder emit = method.Emit;
        var both = new IrBlock();
        var notBoth = new IrBlock();
        var after = new IrBlock();
        var result = new IrParameter(IrType.I32);
        after.Parameters.Add(result);
        IrValue leftFlag = left.HasValue(method, binary);
        IrValue rightFlag = right.HasValue(method, binary);
        emit.BranchIf(emit.Binary(IrOp.And, leftFlag, rightFlag), both, notBoth);
        emit.Start(both);
        emit.Branch(after, Invoke(method, target, new[] { left, right }, binary, binary.ConstrainedToType));
        emit.Start(notBoth);
        IrOp op = binary.OperatorKind == BinaryOperatorKind.Equals ? IrOp.Eq : IrOp.Ne;
        emit.Branch(after, isEquality ? emit.Compare(op, leftFlag, rightFlag) : IrConstant.I32(0));
        emit.Start(after);
        return result;
    }

    /// <summary>An operand, evaluated: a nullable in memory that nothing changes, or a value that is never null.</summary>
    private sealed record Operand(IrValue Evaluated, ITypeSymbol Type)
    {
        public static Operand Of(MethodLowering method, IOperation operation) => new(Tuples.Snapshot(method, operation), operation.Type!);

        public IrValue HasValue(MethodLowering method, IOperation at) => Nullables.Underlying(Type) is null ? IrConstant.I32(1) : Nullables.HasValue(method, Evaluated, Type, at);

        public IrValue Value(MethodLowering method, IOperation at) => Nullables.Underlying(Type) is null ? Evaluated : Nullables.Value(method, Evaluated, Type, at);
    }
}
