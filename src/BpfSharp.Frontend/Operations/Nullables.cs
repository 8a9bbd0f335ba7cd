using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>T?</c> of value types: a flag and a value, which is zero without the flag.</summary>
internal static class Nullables
{
    /// <summary>T of <c>T?</c>; null for other types.</summary>
    public static ITypeSymbol? Underlying(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var underlying] } ? underlying : null;

    public static IrValue HasValue(MethodLowering method, IrValue nullable, ITypeSymbol type, IOperation at) =>
        method.Emit.Load(IrType.Bool, method.Emit.Field(method.SourceType(type, at), KnownDefinitions.HasValue, nullable));

    /// <summary>The value (scalar) or where it lies (aggregate); zero where there is none.</summary>
    public static IrValue Value(MethodLowering method, IrValue nullable, ITypeSymbol type, IOperation at) =>
        method.LoadFrom(ValueAddress(method, nullable, type, at), Underlying(type)!, at);

    public static IrValue ValueAddress(MethodLowering method, IrValue nullable, ITypeSymbol type, IOperation at) =>
        method.Emit.Field(method.SourceType(type, at), KnownDefinitions.Value, nullable);

    public static IrValue Make(MethodLowering method, ITypeSymbol type, IrValue value, IOperation at)
    {
        IrValue slot = method.Temporary(type, at);
        Set(method, slot, type, value, at);
        return slot;
    }

    public static void Set(MethodLowering method, IrValue slot, ITypeSymbol type, IrValue value, IOperation at)
    {
        method.Emit.Store(IrType.Bool, method.Emit.Field(method.SourceType(type, at), KnownDefinitions.HasValue, slot), IrConstant.I32(1));
        method.StoreTo(ValueAddress(method, slot, type, at), value, Underlying(type)!, at);
    }

    /// <summary>Conversions to, from and between nullable types.</summary>
    public static IrValue Convert(MethodLowering method, IConversionOperation conversion)
    {
        IOperation operand = conversion.Operand;
        if (operand.Type is null || operand.ConstantValue is { HasValue: true, Value: null })
            return Literals.Default(method, conversion)!;
        int errors = method.Module.Diagnostics.Count;
        IrValue value = method.Value(operand);
        return method.Module.Diagnostics.Count == errors ? Convert(method, conversion, value) : method.Poison(conversion.Type);
    }

    /// <summary>The same of a value that the operand had.</summary>
    public static IrValue Convert(MethodLowering method, IConversionOperation conversion, IrValue value)
    {
        ITypeSymbol to = conversion.Type!;
        ITypeSymbol from = conversion.Operand.Type!;
        ITypeSymbol source = Underlying(from) ?? from;
        ITypeSymbol target = Underlying(to) ?? to;
        if (!CanConvert(method, source, target))
            return method.Refuse("BPF1024", conversion, $"the conversion from '{from.ToDisplayString()}' to '{to.ToDisplayString()}'");
        if (Underlying(from) is null)
            return Make(method, to, ConvertValue(method, value, source, target, conversion), conversion);
        if (Underlying(to) is null)
        {
            method.Emit.Guard(FaultKind.Thrown, HasValue(method, value, from, conversion));
            return ConvertValue(method, Value(method, value, from, conversion), source, target, conversion);
        }

        return LiftedOperators.IfAll(method, to, new[] { HasValue(method, value, from, conversion) }, conversion, () =>
            ConvertValue(method, Value(method, value, from, conversion), source, target, conversion));
    }

    private static bool CanConvert(MethodLowering method, ITypeSymbol from, ITypeSymbol to)
    {
        IrType? source = method.Types.Memory(from);
        IrType? target = method.Types.Memory(to);
        return source is not null && (source == target || (source.IsPrimitive && target is { IsPrimitive: true } && source != IrType.Ptr && target != IrType.Ptr));
    }

    private static IrValue ConvertValue(MethodLowering method, IrValue value, ITypeSymbol from, ITypeSymbol to, IConversionOperation conversion) => method.Types.Memory(from) is { IsPrimitive: true } memory
        ? NumericConversions.Convert(method.Emit, value, memory, method.MemoryType(to, conversion), CheckedContext.Of(method, conversion))
        : value;
}
