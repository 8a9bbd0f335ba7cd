using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>(a, b) == (c, d)</c>: all elements are evaluated first, then compared pair by pair until one differs.</summary>
internal static class TupleComparison
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var binary = (ITupleBinaryOperation)operation;
        int errors = method.Module.Diagnostics.Count;
        var left = new List<Element>();
        var right = new List<Element>();
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

    private static bool TryFlatten(MethodLowering method, IOperation operation, List<Element> elements)
    {
        operation = Tuples.Unwrap(operation);
        if (operation is ITupleOperation tuple)
            return tuple.Elements.All(e => TryFlatten(method, e, elements));
        if (operation.Type is INamedTypeSymbol { IsTupleType: true } type)
            return Flatten(method, method.CopyToTemporary(method.Value(operation), type, operation), type, operation, elements);
        if (operation is { Type: null } or { ConstantValue: { HasValue: true, Value: null } })
        {
            elements.Add(new Element(IrConstant.I32(0), null));
            return true;
        }

        elements.Add(new Element(Tuples.Snapshot(method, operation), operation.Type));
        return true;
    }

    private static bool Flatten(MethodLowering method, IrValue tuple, INamedTypeSymbol type, IOperation at, List<Element> elements)
    {
        for (int i = 0; i < type.TupleElements.Length; i++)
        {
            IrValue address = Tuples.Element(method, tuple, type, i, at);
            ITypeSymbol elementType = Tuples.ElementType(type, i);
            if (elementType is INamedTypeSymbol { IsTupleType: true } inner)
                Flatten(method, address, inner, at, elements);
            else
                elements.Add(new Element(method.LoadFrom(address, elementType, at), elementType));
        }

        return true;
    }

    // Which operator C# has chosen, the operation does not show: there is one choice for these.
    private static PairComparison? Comparison(MethodLowering method, Element left, Element right, IOperation at)
    {
        if (left.Type is null || right.Type is null)
            return WithNull(method, left.Type is null ? right : left, at);
        if (IsInteger(method, left.Type) && IsInteger(method, right.Type))
            return Integers(method, left, right) is { } equal ? new PairComparison(true, () => equal) : null;
        if (IsInteger(method, Nullables.Underlying(left.Type) ?? left.Type) && IsInteger(method, Nullables.Underlying(right.Type) ?? right.Type))
            return Optional(method, left, right, at);
        bool sameType = SymbolEqualityComparer.Default.Equals(left.Type, right.Type);
        IMethodSymbol[] operators = left.Type.GetMembers(WellKnownMemberNames.EqualityOperatorName).OfType<IMethodSymbol>().ToArray();
        if (!sameType || operators is not [{ ReturnType.SpecialType: SpecialType.System_Boolean, Parameters: [var first, var second] } chosen]
            || !SymbolEqualityComparer.Default.Equals(first.Type, left.Type) || !SymbolEqualityComparer.Default.Equals(second.Type, left.Type))
        {
            return null;
        }

        return new PairComparison(false, () => Calls.Emit(
            method, chosen, null, new[] { Arguments.ByConvention(method, left.Value, first, at), Arguments.ByConvention(method, right.Value, second, at) }, at) ?? IrConstant.I32(0));
    }

    private static PairComparison? WithNull(MethodLowering method, Element other, IOperation at) => other.Type is null
        ? new PairComparison(true, static () => IrConstant.I32(1))
        : Nullables.Underlying(other.Type) is null
            ? null
            : new PairComparison(true, () => method.Emit.Compare(IrOp.Eq, Nullables.HasValue(method, other.Value, other.Type, at), IrConstant.I32(0)));

    private static PairComparison? Optional(MethodLowering method, Element left, Element right, IOperation at)
    {
        (IrValue leftFlag, Element leftValue) = Parts(method, left, at);
        (IrValue rightFlag, Element rightValue) = Parts(method, right, at);
        if (Integers(method, leftValue, rightValue) is not { } values)
            return null;
        return new PairComparison(true, () =>
        {
            IrValue sameFlags = method.Emit.Compare(IrOp.Eq, leftFlag, rightFlag);
            IrValue noValue = method.Emit.Compare(IrOp.Eq, leftFlag, IrConstant.I32(0));
            return method.Emit.Binary(IrOp.And, sameFlags, method.Emit.Binary(IrOp.Or, noValue, values));
        });
    }

    private static (IrValue HasValue, Element Value) Parts(MethodLowering method, Element element, IOperation at) => Nullables.Underlying(element.Type) is { } underlying
        ? (Nullables.HasValue(method, element.Value, element.Type!, at), new Element(Nullables.Value(method, element.Value, element.Type!, at), underlying))
        : (IrConstant.I32(1), element);

    private static bool IsInteger(MethodLowering method, ITypeSymbol type) => method.Types.Memory(type) is { IsPrimitive: true } memory && memory != IrType.Ptr;

    // The operator is that of the wider of two integer types.
    private static IrValue? Integers(MethodLowering method, Element left, Element right)
    {
        IrType from = method.Types.Memory(left.Type!)!;
        IrType to = method.Types.Memory(right.Type!)!;
        bool sameSigns = from.IsSigned == to.IsSigned || from.PrimitiveSize < 4 || to.PrimitiveSize < 4;
        if (!sameSigns && from.PrimitiveSize == 8 && to.PrimitiveSize == 8)
            return null;
        IrType wide = from == to ? from : from.PrimitiveSize == 8 || to.PrimitiveSize == 8 || !sameSigns ? IrType.I64 : IrType.I32;
        return method.Emit.Compare(
            IrOp.Eq,
            NumericConversions.Convert(method.Emit, left.Value, from, wide, isChecked: false),
            NumericConversions.Convert(method.Emit, right.Value, to, wide, isChecked: false));
    }

    private static IrValue Refuse(MethodLowering method, IOperation at) => method.Refuse("BPF1032", at, "a comparison of tuples of these types");

    /// <param name="Type">Null for the literal null.</param>
    private sealed record Element(IrValue Value, ITypeSymbol? Type);

    /// <param name="IsPlain">Nobody can tell whether it ran.</param>
    private sealed record PairComparison(bool IsPlain, Func<IrValue> Compute);
}
