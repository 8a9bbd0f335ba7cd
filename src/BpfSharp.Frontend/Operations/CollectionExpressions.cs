using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>[a, b, ..c]</c> for spans: constant data where all elements are constants and nobody can write, else elements on the frame.</summary>
internal static class CollectionExpressions
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var collection = (ICollectionExpressionOperation)operation;
        if (SpanMembers.ElementType(collection.Type!) is not { } element)
            return method.Refuse("BPF1025", collection, "this collection expression");
        if (MetadataNames.Is(collection.Type, KnownDefinitions.ReadOnlySpan) && ConstantData.Span(method, collection, element, collection.Elements) is { } data)
            return data;
        var parts = new List<(IOperation Operation, int Length)>();
        if (!TryFlatten(method, collection, element, parts))
            return method.Poison(collection.Type);
        int length = parts.Sum(static p => p.Length);
        if (length == 0)
            return SpanMembers.Make(method, collection.Type!, IrConstant.Null(), IrConstant.I32(0), collection);

        // The memory lives as long as the block around: a turn of a loop may take that of the turn before.
        IrType type = method.SourceType(element, collection);
        int errors = method.Module.Diagnostics.Count;
        IrValue memory = StackMemory.Elements(method, type, length);
        int index = 0;
        foreach ((IOperation part, int count) in parts)
        {
            if (InlineArrays.Length(part.Type!) is not null && !SymbolEqualityComparer.Default.Equals(part.Type, element))
                Spread(method, part, memory, index, count, element);
            else
                method.StoreTo(method.Emit.Element(type, memory, IrConstant.I32(index)), method.Value(part), element, part);
            index += count;
        }

        return method.Module.Diagnostics.Count == errors
            ? SpanMembers.Make(method, collection.Type!, memory, IrConstant.I32(length), collection)
            : method.Poison(collection.Type);
    }

    /// <summary><c>new T[] { constants }</c> as a read-only span is data too; null for other conversions.</summary>
    public static IrValue? OfArray(MethodLowering method, IConversionOperation conversion)
    {
        if (!MetadataNames.Is(conversion.Type, KnownDefinitions.ReadOnlySpan) || conversion.Operand is not IArrayCreationOperation { Initializer: { } initializer, Type: IArrayTypeSymbol array })
            return null;
        return SymbolEqualityComparer.Default.Equals(array.ElementType, SpanMembers.ElementType(conversion.Type!))
            ? ConstantData.Span(method, conversion, array.ElementType, initializer.ElementValues)
            : null;
    }

    // C# takes a spread of unknown length from the heap; one of known length is an inline array, or another collection expression.
    private static bool TryFlatten(MethodLowering method, ICollectionExpressionOperation collection, ITypeSymbol element, List<(IOperation Operation, int Length)> parts)
    {
        foreach (IOperation operation in collection.Elements)
        {
            if (operation is not ISpreadOperation spread)
            {
                parts.Add((operation, 1));
                continue;
            }

            IOperation operand = spread.Operand;
            while (operand is IConversionOperation { OperatorMethod: null } conversion)
                operand = conversion.Operand;
            if (operand is ICollectionExpressionOperation inner)
            {
                if (!TryFlatten(method, inner, element, parts))
                    return false;
            }
            else if (operand.Type is { IsValueType: true } type && InlineArrays.Length(type) is { } length && SymbolEqualityComparer.Default.Equals(InlineArrays.ElementType(type), element))
            {
                parts.Add((operand, length));
            }
            else
            {
                method.Report("BPF1025", spread, "a spread of unknown length");
                return false;
            }
        }

        return true;
    }

    private static void Spread(MethodLowering method, IOperation array, IrValue memory, int index, int count, ITypeSymbol element)
    {
        IrType type = method.SourceType(element, array);
        IrValue source = method.Address(array);
        for (int i = 0; i < count; i++)
        {
            IrValue value = method.LoadFrom(method.Emit.Element(type, source, IrConstant.I32(i)), element, array);
            method.StoreTo(method.Emit.Element(type, memory, IrConstant.I32(index + i)), value, element, array);
        }
    }
}
