using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Functions that a helper is given: lambdas, static methods and local functions. A delegate is nothing else in a program.</summary>
internal static class Delegates
{
    public static bool IsCallback(IParameterSymbol parameter) => parameter.Type.TypeKind == TypeKind.Delegate && RuntimeAttributes.Find(parameter.OriginalDefinition, RuntimeAttributes.Argument) is not null;

    /// <summary>The function's address; what it captures stands behind it, for the call to pass on.</summary>
    public static IrValue Address(MethodLowering method, IOperation value)
    {
        while (value is IConversionOperation { Operand: var operand })
            value = operand;
        IMethodSymbol? target = value is IDelegateCreationOperation creation ? Target(creation.Target) : null;
        if (target is null)
            return method.Refuse("BPF1055", value, "it is not written here, as a lambda or the name of a method");
        if (target is { IsStatic: false, MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) })
            return method.Refuse("BPF1055", value, "a method of an object is no function by itself; use a lambda");
        string? problem = method.Module.Require(target);
        if (problem is not null)
            return method.Refuse(problem, value, target.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), target.ContainingAssembly?.Name ?? "");
        var address = new IrInstruction(IrOp.FuncAddr, IrType.Ptr)
        {
            Symbol = method.Module.NameOf(target),
            CallArguments = MetadataNames.AllTypeArguments(target).Select(t => method.SourceType(t, value)).ToArray(),
        };
        method.Emit.Add(address);
        method.Callbacks.Add(address, Parameters.Captured(method, target, value).ToList());
        return address;
    }

    private static IMethodSymbol? Target(IOperation operation) => operation switch
    {
        IFlowAnonymousFunctionOperation lambda => lambda.Symbol,
        IMethodReferenceOperation reference => reference.Method,
        _ => null,
    };
}
