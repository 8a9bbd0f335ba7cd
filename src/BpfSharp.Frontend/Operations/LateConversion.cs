using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>A conversion of a value that was taken before: csc converts the elements of compared tuples only when it comes to their pair.</summary>
/// <param name="IsPlain">Nobody can tell whether it ran.</param>
internal sealed record LateConversion(Func<IrValue, IrValue> Convert, bool IsPlain)
{
    /// <param name="isCast">A cast is written around it: then an operator that somebody wrote runs at once.</param>
    /// <returns>Null where it runs with its operand.</returns>
    public static LateConversion? Of(MethodLowering method, IConversionOperation conversion, bool isCast)
    {
        if (conversion.ConstantValue.HasValue || conversion.Operand is not { Type: { } from, ConstantValue.HasValue: false } || conversion.Type is not { } to)
            return null;
        if (conversion.OperatorMethod is { } userDefined)
        {
            return isCast || !conversion.IsImplicit || RuntimeAttributes.IsLoadConstant(from) || BclTable.Find(userDefined) is not null || Nullables.Underlying(from) is not null
                ? null
                : new LateConversion(value => Operator(method, conversion, userDefined, value), false);
        }

        bool isChecked = CheckedContext.Of(method, conversion);
        if (conversion.GetConversion().IsNullable)
            return new LateConversion(value => Nullables.Convert(method, conversion, value), !isChecked && (Nullables.Underlying(from) is null || Nullables.Underlying(to) is not null));
        return IsInteger(method, from) && IsInteger(method, to)
            ? new LateConversion(value => NumericConversions.Convert(method.Emit, value, method.MemoryType(from, conversion), method.MemoryType(to, conversion), isChecked), !isChecked)
            : null;
    }

    private static IrValue Operator(MethodLowering method, IConversionOperation conversion, IMethodSymbol target, IrValue value) => Calls.Emit(
        method, target, null, new[] { Arguments.ByConvention(method, value, target.Parameters[0], conversion) }, conversion, conversion.ConstrainedToType) ?? IrConstant.I32(0);

    private static bool IsInteger(MethodLowering method, ITypeSymbol type) => method.Types.Memory(type) is { IsPrimitive: true } memory && memory != IrType.Ptr;
}
