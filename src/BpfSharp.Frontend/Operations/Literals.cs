using System;
using System.Globalization;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Constants: literals, everything that C# folds, <c>default</c> and <c>sizeof</c>.</summary>
internal static class Literals
{
    /// <summary>The constant that C# gives the operation, or null where it gives none.</summary>
    public static IrValue? Constant(MethodLowering method, IOperation operation)
    {
        if (!operation.ConstantValue.HasValue || operation.ConstantValue.Value is not { } value || operation.Type is not { } type)
            return null;
        return method.Types.Memory(type) is { IsPrimitive: true } memory && TryInteger(value, out long number) ? Constant(memory, number) : null;
    }

    public static IrConstant Constant(IrType memory, long number) => new(memory.ValueType, number);

    /// <summary>A C# constant as 64 bits, sign- or zero-extended by its type.</summary>
    public static bool TryInteger(object value, out long number)
    {
        bool isInteger = ConstantBytes.TryInteger(value, out decimal exact);
        number = value is ulong bits ? unchecked((long)bits) : isInteger ? (long)exact : 0;
        return isInteger;
    }

    // A literal that is no constant of a type that programs have: null, or text.
    public static IrValue? Literal(MethodLowering method, IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: null } && operation.Type is null or { TypeKind: TypeKind.Pointer })
            return IrConstant.Null();
        return method.Refuse("BPF1000", operation, "this literal");
    }

    public static IrValue? Default(MethodLowering method, IOperation operation)
    {
        if (operation.Type is not { } type)
            return IrConstant.Null();
        IrType memory = method.MemoryType(type, operation);
        if (memory.IsPrimitive)
            return Constant(memory, 0);
        IrValue slot = method.Temporary(type, operation);
        method.Emit.Zero(memory, slot);
        return slot;
    }

    public static IrValue? SizeOf(MethodLowering method, IOperation operation) =>
        method.Emit.SizeOf(method.MemoryType(((ISizeOfOperation)operation).TypeOperand, operation));
}
