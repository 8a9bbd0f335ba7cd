using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>[a, b]</c> for spans: constant data where all elements are constants and nobody can write, else elements on the frame.</summary>
internal static class CollectionExpressions
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var collection = (ICollectionExpressionOperation)operation;
        if (SpanMembers.ElementType(collection.Type!) is not { } element || collection.Elements.Any(static e => e is ISpreadOperation))
            return method.Refuse("BPF1025", collection, "this collection expression");
        if (MetadataNames.Is(collection.Type, KnownDefinitions.ReadOnlySpan) && ConstantData.Span(method, collection, element, collection.Elements) is { } data)
            return data;
        return StackMemory.Fill(method, collection, element, collection.Elements.Length, collection.Elements) is { } memory
            ? SpanMembers.Make(method, collection.Type!, memory, IrConstant.I32(collection.Elements.Length), collection)
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
}
