using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class Conversions
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var conversion = (IConversionOperation)operation;
        Conversion kind = conversion.GetConversion();
        IOperation operand = conversion.Operand;
        if (conversion.OperatorMethod is { } lifted && Nullables.Underlying(operand.Type) is not null && Nullables.Underlying(lifted.Parameters[0].Type) is null)
            return LiftedCalls.Convert(method, conversion, lifted);
        if (conversion.OperatorMethod is { } userDefined)
            return UserDefined(method, conversion, userDefined);
        if (kind.IsDefaultLiteral)
            return Literals.Default(method, conversion);
        if (kind.IsNullable || (operand.ConstantValue is { HasValue: true, Value: null } && Nullables.Underlying(conversion.Type) is not null))
            return Nullables.Convert(method, conversion);
        if (operand.Type is not { } from || conversion.Type is not { } to)
            return operand.ConstantValue is { HasValue: true, Value: null } && conversion.Type?.TypeKind == TypeKind.Pointer ? IrConstant.Null() : Refuse(method, conversion);
        if (kind.IsInlineArray)
            return InlineArrayAccess.AsSpan(method, operand, conversion);
        if (kind.IsSpan && CollectionExpressions.OfArray(method, conversion) is { } data)
            return data;
        if (kind.IsIdentity || kind.IsSpan || kind.IsCollectionExpression)
            return kind.IsSpan && SpanMembers.ElementType(from) is null ? Refuse(method, conversion) : method.Value(operand);
        if (from is INamedTypeSymbol { IsTupleType: true } source && to is INamedTypeSymbol { IsTupleType: true } target)
            return TupleConversions.Convert(method, conversion, source, target) ?? Refuse(method, conversion);
        return Standard(method, conversion, operand, from, to);
    }

    /// <summary>The context or map that a conversion shows as its base class; null for other operations.</summary>
    public static IOperation? OpaqueOperand(IOperation operation) =>
        operation is IConversionOperation { OperatorMethod: null, Operand: { Type: { } from } operand } conversion
        && RuntimeAttributes.IsOpaque(from) && conversion.GetConversion() is { IsReference: true, IsImplicit: true }
            ? operand
            : null;

    private static IrValue? Standard(MethodLowering method, IConversionOperation conversion, IOperation operand, ITypeSymbol from, ITypeSymbol to)
    {
        if (method.Types.Memory(from) is not { } source || method.Types.Memory(to) is not { } target)
        {
            // The operand says itself what is wrong with its type.
            method.Value(operand);
            return method.Poison(to);
        }

        if (source.IsPrimitive && target.IsPrimitive && source != IrType.Ptr && target != IrType.Ptr)
            return NumericConversions.Convert(method.Emit, method.Value(operand), source, target, CheckedContext.Of(method, conversion));
        if (source == IrType.Ptr && target == IrType.Ptr && conversion.GetConversion() is { IsReference: true, IsImplicit: true } or { IsPointer: true })
            return method.Value(operand);
        return source == target && !source.IsPrimitive ? method.Value(operand) : Refuse(method, conversion);
    }

    private static IrValue? UserDefined(MethodLowering method, IConversionOperation conversion, IMethodSymbol target)
    {
        IOperation operand = conversion.Operand;
        if (RuntimeAttributes.IsLoadConstant(operand.Type))
            return method.Module.Globals.ConstantValue(method, operand, conversion.Type!, conversion);
        if (BclTable.Find(target) is { } known)
            return BclTable.Lower(method, known, target, new[] { operand }, conversion);
        if (CollectionExpressions.OfArray(method, conversion) is { } data)
            return data;
        int errors = method.Module.Diagnostics.Count;
        IrValue argument = Arguments.Evaluate(method, operand, target.Parameters[0]);
        return method.Module.Diagnostics.Count == errors
            ? Calls.Emit(method, target, null, new[] { argument }, conversion, conversion.ConstrainedToType)
            : method.Poison(conversion.Type);
    }

    private static IrValue Refuse(MethodLowering method, IConversionOperation conversion) => method.Refuse(
        "BPF1033",
        conversion,
        conversion.Operand.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "null",
        conversion.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?");
}
