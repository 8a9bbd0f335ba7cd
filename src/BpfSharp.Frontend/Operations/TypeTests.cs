using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>is</c> with a type. A value's type is known when it is compiled: only null is left to look for.</summary>
internal static class TypeTests
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var test = (IIsTypeOperation)operation;
        int errors = method.Module.Diagnostics.Count;
        if (OfContext(method, test.ValueOperand.Type, test.TypeOperand) is { } kind)
            return kind;
        bool? decided = test.ValueOperand.Type is { } from ? Decide(method.Module.Compilation, from, test.TypeOperand) : null;
        if (test.ValueOperand.Type is not { } type || (decided is null && !DependsOnArgument(type, test.TypeOperand)))
            return method.Refuse("BPF1026", test, "'is' with a type that type arguments don't tell");
        IrValue value = method.Value(test.ValueOperand);
        if (method.Module.Diagnostics.Count != errors)
            return method.Poison(test.Type);
        if (decided is not { } holds)
            return Deferred(method, type, test.TypeOperand, test);
        return holds && Nullables.Underlying(type) is not null ? Nullables.HasValue(method, value, type, test) : IrConstant.I32(holds ? 1 : 0);
    }

    /// <summary>Whether the type argument tells, once it is known. Not for what the IR has one type for, <c>long</c> and <c>nint</c>, and not for generic types.</summary>
    public static bool DependsOnArgument(ITypeSymbol from, ITypeSymbol to) =>
        from is ITypeParameterSymbol { HasValueTypeConstraint: true } or ITypeParameterSymbol { HasUnmanagedTypeConstraint: true }
        && to is INamedTypeSymbol { IsValueType: true, IsGenericType: false }
        && to.SpecialType is not (SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr);

    /// <summary>The test as a number that is a constant once the type argument is known.</summary>
    public static IrValue Deferred(MethodLowering method, ITypeSymbol from, ITypeSymbol to, IOperation at) => method.Emit.Add(new IrInstruction(IrOp.TypeIs, IrType.I32)
    {
        TypeArgument = method.SourceType(from, at),
        CallArguments = new[] { method.SourceType(to, at) },
    });

    /// <summary>Which kind of program a context is of; null where that is not what is asked.</summary>
    public static IrValue? OfContext(MethodLowering method, ITypeSymbol? from, ITypeSymbol? to) =>
        from is not null && RuntimeAttributes.IsContext(from) && RuntimeAttributes.KindOfContext(to) is { } kind && !SymbolEqualityComparer.Default.Equals(from, to)
            ? method.Emit.Add(new IrInstruction(IrOp.CtxIs, IrType.I32) { Symbol = kind })
            : null;

    /// <summary>Whether a value that is not null is of the type; null where that depends on type arguments, or the input is no value.</summary>
    public static bool? Decide(Compilation compilation, ITypeSymbol from, ITypeSymbol to)
    {
        ITypeSymbol value = Nullables.Underlying(from) ?? from;
        ITypeSymbol target = Nullables.Underlying(to) ?? to;
        if (SymbolEqualityComparer.Default.Equals(value, target))
            return true;
        if (value is not INamedTypeSymbol { IsValueType: true } || target is not INamedTypeSymbol || DependsOnArguments(value) || DependsOnArguments(target))
            return null;
        return compilation.ClassifyConversion(value, target) is { IsBoxing: true };
    }

    private static bool DependsOnArguments(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named)
            return true;
        foreach (ITypeSymbol argument in Types.MetadataNames.AllTypeArguments(named))
        {
            if (DependsOnArguments(argument))
                return true;
        }

        return false;
    }
}
