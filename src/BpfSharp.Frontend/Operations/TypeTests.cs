using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
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
        if (test.ValueOperand.Type is not { } type || Decide(method.Module.Compilation, type, test.TypeOperand) is not { } holds)
            return method.Refuse("BPF1026", test, "'is' with a type that is not known before the type arguments are");
        IrValue value = method.Value(test.ValueOperand);
        if (method.Module.Diagnostics.Count != errors)
            return method.Poison(test.Type);
        return holds && Nullables.Underlying(type) is not null ? Nullables.HasValue(method, value, type, test) : IrConstant.I32(holds ? 1 : 0);
    }

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
