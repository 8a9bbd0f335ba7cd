using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>(a, b) == (c, d)</c>: all elements are evaluated first, then converted and compared pair by pair until one differs.</summary>
internal static class TupleComparison
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var binary = (ITupleBinaryOperation)operation;
        int errors = method.Module.Diagnostics.Count;
        var left = new List<ComparedElement>();
        var right = new List<ComparedElement>();
        if (!TryFlatten(method, binary.LeftOperand, left) || !TryFlatten(method, binary.RightOperand, right) || left.Count != right.Count
            || method.Module.Diagnostics.Count != errors)
        {
            return method.Module.Diagnostics.Count == errors ? Refuse(method, binary) : method.Poison(binary.Type);
        }

        var comparisons = left.Zip(right, (l, r) => Comparison(method, l, r, binary)).ToArray();
        if (comparisons.Any(static c => c is null))
            return Refuse(method, binary);
        IrValue equal = comparisons.All(static c => c!.IsPlain)
            ? comparisons.Select(static c => c!.Compute()).Aggregate((a, b) => method.Emit.Binary(IrOp.And, a, b))
            : UntilOneDiffers(method, comparisons!);
        return binary.OperatorKind == BinaryOperatorKind.Equals ? equal : method.Emit.Compare(IrOp.Eq, equal, IrConstant.I32(0));
    }

    // An operator that somebody wrote may do something: it doesn't run once a pair differs.
    private static IrValue UntilOneDiffers(MethodLowering method, IReadOnlyList<PairComparison> comparisons)
    {
        IrBuilder emit = method.Emit;
        var differs = new IrBlock();
        var after = new IrBlock();
        var result = new IrParameter(IrType.I32);
        after.Parameters.Add(result);
        foreach (PairComparison comparison in comparisons)
        {
            var next = new IrBlock();
            emit.BranchIf(comparison.Compute(), next, differs);
            emit.Start(next);
        }

        emit.Branch(after, IrConstant.I32(1));
        emit.Start(differs);
        emit.Branch(after, IrConstant.I32(0));
        emit.Start(after);
        return result;
    }

    private static bool TryFlatten(MethodLowering method, IOperation operation, List<ComparedElement> elements)
    {
        operation = Tuples.Unwrap(operation);
        if (operation is ITupleOperation tuple)
            return tuple.Elements.All(e => TryFlatten(method, e, elements));
        if (operation.Type is INamedTypeSymbol { IsTupleType: true } type)
            return Flatten(method, method.CopyToTemporary(method.Value(operation), type, operation), type, operation, elements);
        if (operation is { Type: null } or { ConstantValue: { HasValue: true, Value: null } })
        {
            elements.Add(ComparedElement.Of(IrConstant.I32(0), null));
            return true;
        }

        elements.Add(Single(method, operation));
        return true;
    }

    /// <summary>csc takes the value before its conversions: those wait for the comparison.</summary>
    public static ComparedElement Single(MethodLowering method, IOperation operation, bool isCast = false)
    {
        if (operation is IFlowCaptureReferenceOperation reference && method.Captures.Compared(reference.Id) is { } captured)
            return captured;
        if (operation is not IConversionOperation conversion || LateConversion.Of(method, conversion, isCast) is not { } late)
            return ComparedElement.Of(Tuples.Snapshot(method, operation), operation.Type);
        ComparedElement operand = Single(method, conversion.Operand, isCast || !conversion.IsImplicit);
        return new ComparedElement(Convert, conversion.Type, operand.IsPlain && late.IsPlain);

        IrValue Convert()
        {
            IrValue value = operand.Value();
            int outer = method.Emit.Span;
            method.Emit.Span = method.Module.Spans.Of(conversion.Syntax);
            value = late.Convert(value);
            method.Emit.Span = outer;
            return value;
        }
    }

    private static bool Flatten(MethodLowering method, IrValue tuple, INamedTypeSymbol type, IOperation at, List<ComparedElement> elements)
    {
        for (int i = 0; i < type.TupleElements.Length; i++)
        {
            IrValue address = Tuples.Element(method, tuple, type, i, at);
            ITypeSymbol elementType = Tuples.ElementType(type, i);
            if (elementType is INamedTypeSymbol { IsTupleType: true } inner)
                Flatten(method, address, inner, at, elements);
            else
                elements.Add(ComparedElement.Of(method.LoadFrom(address, elementType, at), elementType));
        }

        return true;
    }

    // Which operator C# has chosen, the operation does not show: there is one choice for these.
    private static PairComparison? Comparison(MethodLowering method, ComparedElement left, ComparedElement right, IOperation at)
    {
        bool isPlain = left.IsPlain && right.IsPlain;
        if (left.Type is null || right.Type is null)
            return WithNull(method, left.Type is null ? right : left, at);
        if (OperandType(method, Nullables.Underlying(left.Type) ?? left.Type, Nullables.Underlying(right.Type) ?? right.Type) is { } operands)
        {
            return Nullables.Underlying(left.Type) is null && Nullables.Underlying(right.Type) is null
                ? new PairComparison(isPlain, () => Integers(method, left.Value(), left.Type, right.Value(), right.Type, operands))
                : new PairComparison(isPlain, () => Optional(method, left, right, operands, at));
        }

        bool sameType = SymbolEqualityComparer.Default.Equals(left.Type, right.Type);
        IMethodSymbol[] operators = left.Type.GetMembers(WellKnownMemberNames.EqualityOperatorName).OfType<IMethodSymbol>().ToArray();
        if (!sameType || operators is not [{ ReturnType.SpecialType: SpecialType.System_Boolean, Parameters: [var first, var second] } chosen]
            || !SymbolEqualityComparer.Default.Equals(first.Type, left.Type) || !SymbolEqualityComparer.Default.Equals(second.Type, left.Type))
        {
            return null;
        }

        return new PairComparison(false, () => Calls.Emit(
            method, chosen, null, new[] { Arguments.ByConvention(method, left.Value(), first, at), Arguments.ByConvention(method, right.Value(), second, at) }, at) ?? IrConstant.I32(0));
    }

    private static PairComparison? WithNull(MethodLowering method, ComparedElement other, IOperation at) => other.Type is null
        ? new PairComparison(true, static () => IrConstant.I32(1))
        : Nullables.Underlying(other.Type) is null
            ? null
            : new PairComparison(other.IsPlain, () => method.Emit.Compare(IrOp.Eq, Nullables.HasValue(method, other.Value(), other.Type, at), IrConstant.I32(0)));

    private static IrValue Optional(MethodLowering method, ComparedElement left, ComparedElement right, IrType operands, IOperation at)
    {
        (IrValue leftFlag, IrValue leftValue, ITypeSymbol leftType) = Parts(method, left, at);
        (IrValue rightFlag, IrValue rightValue, ITypeSymbol rightType) = Parts(method, right, at);
        IrValue values = Integers(method, leftValue, leftType, rightValue, rightType, operands);
        IrValue sameFlags = method.Emit.Compare(IrOp.Eq, leftFlag, rightFlag);
        IrValue noValue = method.Emit.Compare(IrOp.Eq, leftFlag, IrConstant.I32(0));
        return method.Emit.Binary(IrOp.And, sameFlags, method.Emit.Binary(IrOp.Or, noValue, values));
    }

    private static (IrValue HasValue, IrValue Value, ITypeSymbol Type) Parts(MethodLowering method, ComparedElement element, IOperation at)
    {
        IrValue value = element.Value();
        return Nullables.Underlying(element.Type) is { } underlying
            ? (Nullables.HasValue(method, value, element.Type!, at), Nullables.Value(method, value, element.Type!, at), underlying)
            : (IrConstant.I32(1), value, element.Type!);
    }

    // The operator is that of the wider of two integer types; null where there is none.
    private static IrType? OperandType(MethodLowering method, ITypeSymbol left, ITypeSymbol right)
    {
        if (method.Types.Memory(left) is not { IsPrimitive: true } from || method.Types.Memory(right) is not { IsPrimitive: true } to || from == IrType.Ptr || to == IrType.Ptr)
            return null;
        bool sameSigns = from.IsSigned == to.IsSigned || from.PrimitiveSize < 4 || to.PrimitiveSize < 4;
        if (!sameSigns && from.PrimitiveSize == 8 && to.PrimitiveSize == 8)
            return null;
        return from == to ? from : from.PrimitiveSize == 8 || to.PrimitiveSize == 8 || !sameSigns ? IrType.I64 : IrType.I32;
    }

    private static IrValue Integers(MethodLowering method, IrValue left, ITypeSymbol leftType, IrValue right, ITypeSymbol rightType, IrType operands) => method.Emit.Compare(
        IrOp.Eq,
        NumericConversions.Convert(method.Emit, left, method.Types.Memory(leftType)!, operands, isChecked: false),
        NumericConversions.Convert(method.Emit, right, method.Types.Memory(rightType)!, operands, isChecked: false));

    private static IrValue Refuse(MethodLowering method, IOperation at) => method.Refuse("BPF1032", at, "a comparison of tuples of these types");

    /// <param name="IsPlain">Nobody can tell whether it ran.</param>
    private sealed record PairComparison(bool IsPlain, Func<IrValue> Compute);
}
