using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>A tuple to one of other element types: element by element.</summary>
internal static class TupleConversions
{
    /// <summary>Null where an element has a conversion of its own.</summary>
    public static IrValue? Convert(MethodLowering method, IConversionOperation conversion, INamedTypeSymbol from, INamedTypeSymbol to)
    {
        if (!IsConvertible(method, from, to))
            return null;
        IrValue source = Tuples.Snapshot(method, conversion.Operand);
        IrValue target = method.Temporary(to, conversion);
        Copy(method, source, from, target, to, conversion);
        return target;
    }

    private static bool IsConvertible(MethodLowering method, INamedTypeSymbol from, INamedTypeSymbol to)
    {
        if (from.TupleElements.Length != to.TupleElements.Length)
            return false;
        for (int i = 0; i < from.TupleElements.Length; i++)
        {
            ITypeSymbol source = Tuples.ElementType(from, i);
            ITypeSymbol target = Tuples.ElementType(to, i);
            bool isKnown = SymbolEqualityComparer.Default.Equals(source, target)
                || (source is INamedTypeSymbol { IsTupleType: true } inner && target is INamedTypeSymbol { IsTupleType: true } other && IsConvertible(method, inner, other))
                || (IsInteger(method, source) && IsInteger(method, target));
            if (!isKnown)
                return false;
        }

        return true;
    }

    private static void Copy(MethodLowering method, IrValue source, INamedTypeSymbol from, IrValue target, INamedTypeSymbol to, IConversionOperation at)
    {
        for (int i = 0; i < from.TupleElements.Length; i++)
        {
            ITypeSymbol type = Tuples.ElementType(from, i);
            ITypeSymbol other = Tuples.ElementType(to, i);
            IrValue element = Tuples.Element(method, source, from, i, at);
            IrValue place = Tuples.Element(method, target, to, i, at);
            if (SymbolEqualityComparer.Default.Equals(type, other))
                method.StoreTo(place, method.LoadFrom(element, type, at), type, at);
            else if (type is INamedTypeSymbol { IsTupleType: true } inner)
                Copy(method, element, inner, place, (INamedTypeSymbol)other, at);
            else
                Store(method, method.LoadFrom(element, type, at), type, place, other, at);
        }
    }

    private static void Store(MethodLowering method, IrValue value, ITypeSymbol from, IrValue place, ITypeSymbol to, IConversionOperation at) => method.StoreTo(
        place, NumericConversions.Convert(method.Emit, value, method.MemoryType(from, at), method.MemoryType(to, at), CheckedContext.Of(method, at)), to, at);

    private static bool IsInteger(MethodLowering method, ITypeSymbol type) => method.Types.Memory(type) is { IsPrimitive: true } memory && memory != IrType.Ptr;
}
