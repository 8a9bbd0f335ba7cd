using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Tuples: <c>System.ValueTuple</c> structs, made and read.</summary>
internal static class Tuples
{
    // The eighth element and those after it are in a tuple inside of the tuple.
    private const int MaxElements = 7;

    public static IrValue? Create(MethodLowering method, IOperation operation)
    {
        var tuple = (ITupleOperation)operation;
        if (tuple.Type is not INamedTypeSymbol type)
            return method.Refuse("BPF1032", tuple, "a tuple without a type");
        int errors = method.Module.Diagnostics.Count;
        IrValue[] values = tuple.Elements.Select(e => Snapshot(method, e)).ToArray();
        IrValue slot = method.Temporary(type, tuple);
        for (int i = 0; i < values.Length && method.Module.Diagnostics.Count == errors; i++)
            method.StoreTo(Element(method, slot, type, i, tuple), values[i], ElementType(type, i), tuple);
        return slot;
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

    /// <summary>Address of an element; those after the seventh are in the tuple inside.</summary>
    public static IrValue Element(MethodLowering method, IrValue tuple, INamedTypeSymbol type, int index, IOperation at)
    {
        while (index >= MaxElements)
        {
            tuple = method.Emit.Field(method.SourceType(type, at), "Rest", tuple);
            type = (INamedTypeSymbol)type.TypeArguments[MaxElements];
            index -= MaxElements;
        }

        return method.Emit.Field(method.SourceType(type, at), "Item" + (index + 1).ToString(CultureInfo.InvariantCulture), tuple);
    }

    public static ITypeSymbol ElementType(INamedTypeSymbol type, int index) => type.TupleElements[index].Type;
}
