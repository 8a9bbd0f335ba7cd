using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Tuples: <c>System.ValueTuple</c> structs, made, read and compared.</summary>
internal static class Tuples
{
    // The eighth element and those after it are in a tuple inside of the tuple.
    private const int MaxElements = 7;

    public static IrValue? Create(MethodLowering method, IOperation operation)
    {
        var tuple = (ITupleOperation)operation;
        if (tuple.Type is not INamedTypeSymbol type || tuple.Elements.Length > MaxElements)
            return method.Refuse("BPF1032", tuple, "a tuple of more than seven elements");
        int errors = method.Module.Diagnostics.Count;
        IrValue[] values = tuple.Elements.Select(e => Snapshot(method, e)).ToArray();
        IrValue slot = method.Temporary(type, tuple);
        for (int i = 0; i < values.Length && method.Module.Diagnostics.Count == errors; i++)
            method.StoreTo(Element(method, slot, type, i, tuple), values[i], ElementType(type, i), tuple);
        return slot;
    }

    // (a, b) == (c, d): all elements are evaluated first, as pairs are compared only until one differs. Comparing integers can't be noticed.
    public static IrValue? Compare(MethodLowering method, IOperation operation)
    {
        var binary = (ITupleBinaryOperation)operation;
        int errors = method.Module.Diagnostics.Count;
        var left = new List<(IrValue Value, ITypeSymbol Type)>();
        var right = new List<(IrValue Value, ITypeSymbol Type)>();
        if (!TryFlatten(method, binary.LeftOperand, left) || !TryFlatten(method, binary.RightOperand, right) || left.Count != right.Count
            || method.Module.Diagnostics.Count != errors)
        {
            return method.Module.Diagnostics.Count == errors ? Refuse(method, binary) : method.Poison(binary.Type);
        }

        IrValue equal = IrConstant.I32(1);
        for (int i = 0; i < left.Count; i++)
        {
            if (CompareElements(method, left[i], right[i]) is not { } pair)
                return Refuse(method, binary);
            equal = i == 0 ? pair : method.Emit.Binary(IrOp.And, equal, pair);
        }

        return binary.OperatorKind == BinaryOperatorKind.Equals ? equal : method.Emit.Compare(IrOp.Eq, equal, IrConstant.I32(0));
    }

    /// <summary>The value as it is now, whatever runs before it is used.</summary>
    public static IrValue Snapshot(MethodLowering method, IOperation operation)
    {
        IrValue value = method.Value(operation);
        return operation.Type is { } type && method.IsAggregate(type) && Places.HasAddress(operation) ? method.CopyToTemporary(value, type, operation) : value;
    }

    /// <summary>Strips the conversions that only rename elements.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: ITupleOperation or IConversionOperation, OperatorMethod: null, Type.IsTupleType: true } conversion
            && SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type))
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    public static IrValue Element(MethodLowering method, IrValue tuple, INamedTypeSymbol type, int index, IOperation at)
    {
        IFieldSymbol field = type.TupleElements[index];
        return Fields.Of(method, tuple, field, at);
    }

    public static ITypeSymbol ElementType(INamedTypeSymbol type, int index) => type.TupleElements[index].Type;

    private static bool TryFlatten(MethodLowering method, IOperation operation, List<(IrValue Value, ITypeSymbol Type)> elements)
    {
        operation = Unwrap(operation);
        if (operation is ITupleOperation tuple)
            return tuple.Elements.All(e => TryFlatten(method, e, elements));
        if (operation.Type is INamedTypeSymbol { IsTupleType: true } type)
            return TryFlatten(method, method.CopyToTemporary(method.Value(operation), type, operation), type, operation, elements);
        if (operation.Type is null)
            return false;
        elements.Add((method.Value(operation), operation.Type));
        return true;
    }

    private static bool TryFlatten(MethodLowering method, IrValue tuple, INamedTypeSymbol type, IOperation at, List<(IrValue Value, ITypeSymbol Type)> elements)
    {
        if (type.TupleElements.Length > MaxElements)
            return false;
        for (int i = 0; i < type.TupleElements.Length; i++)
        {
            IrValue address = Element(method, tuple, type, i, at);
            ITypeSymbol elementType = ElementType(type, i);
            if (elementType is not INamedTypeSymbol { IsTupleType: true } inner)
                elements.Add((method.LoadFrom(address, elementType, at), elementType));
            else if (!TryFlatten(method, address, inner, at, elements))
                return false;
        }

        return true;
    }

    // The operator is that of the wider of two integer types; anything else has operators of its own, which the operation does not show.
    private static IrValue? CompareElements(MethodLowering method, (IrValue Value, ITypeSymbol Type) left, (IrValue Value, ITypeSymbol Type) right)
    {
        if (method.Types.Memory(left.Type) is not { IsPrimitive: true } from || method.Types.Memory(right.Type) is not { IsPrimitive: true } to || from == IrType.Ptr || to == IrType.Ptr)
            return null;
        bool sameSigns = from.IsSigned == to.IsSigned || from.PrimitiveSize < 4 || to.PrimitiveSize < 4;
        if (!sameSigns && from.PrimitiveSize == 8 && to.PrimitiveSize == 8)
            return null;
        IrType wide = from == to ? from : from.PrimitiveSize == 8 || to.PrimitiveSize == 8 || !sameSigns ? IrType.I64 : IrType.I32;
        return method.Emit.Compare(
            IrOp.Eq,
            NumericConversions.Convert(method.Emit, left.Value, from, wide, isChecked: false),
            NumericConversions.Convert(method.Emit, right.Value, to, wide, isChecked: false));
    }

    private static IrValue Refuse(MethodLowering method, IOperation at) => method.Refuse("BPF1032", at, "a comparison of tuples of other types than integers");
}
