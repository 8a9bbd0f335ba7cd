using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>How values pass to and from a function: told by the original definition, so that generic caller and callee agree (docs/ir.md, Functions).</summary>
internal static class FunctionSignature
{
    /// <summary>An aggregate is written through a first parameter.</summary>
    public static bool HasResultPointer(IMethodSymbol method, TypeTable types) =>
        !method.OriginalDefinition.ReturnsVoid && method.RefKind == RefKind.None && method.MethodKind != MethodKind.Constructor
        && types.Memory(method.OriginalDefinition.ReturnType) is { IsPrimitive: false };

    public static IrType ReturnType(IMethodSymbol method, TypeTable types)
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            return IrType.Ptr;
        if (method.ReturnsVoid || method.MethodKind == MethodKind.Constructor || HasResultPointer(method, types))
            return IrType.Void;
        return types.Memory(method.OriginalDefinition.ReturnType)?.ValueType ?? IrType.Void;
    }

    /// <summary>True where the callee gets a pointer to a copy.</summary>
    public static bool IsAggregate(IParameterSymbol parameter, TypeTable types) =>
        parameter.RefKind == RefKind.None && types.Memory(parameter.OriginalDefinition.Type) is { IsPrimitive: false };

    /// <summary>The documentation id that names a method in the IR; a local function's is that of the member around it, and its place in it.</summary>
    public static string NameOf(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (definition.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction))
            return definition.GetDocumentationCommentId() ?? definition.ToDisplayString();
        ISymbol around = definition.ContainingSymbol;
        while (around is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } inner)
            around = inner.ContainingSymbol;
        return around.GetDocumentationCommentId() + "|" + (definition.MethodKind == MethodKind.LocalFunction ? definition.Name : "lambda") + "|" + LocalFunctions.Ordinal(around, definition);
    }

    public static bool HasThis(IMethodSymbol method) => !method.IsStatic && method.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction);
}
