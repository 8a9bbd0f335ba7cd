using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Types;

/// <summary>Names of types as the IR has them, and the order of type parameters.</summary>
internal static class MetadataNames
{
    /// <summary><c>Namespace.Outer+Inner`1</c>.</summary>
    public static string Of(INamedTypeSymbol type) => AttributeReader.MetadataName(type);

    public static bool Is(ITypeSymbol? type, string fullName) => type is INamedTypeSymbol named && AttributeReader.IsNamed(named, fullName);

    /// <summary>Type arguments of a type: those of the containing types first, outermost first.</summary>
    public static IEnumerable<ITypeSymbol> AllTypeArguments(INamedTypeSymbol? type) =>
        type is null ? Enumerable.Empty<ITypeSymbol>() : AllTypeArguments(type.ContainingType).Concat(type.TypeArguments);

    /// <summary>Type arguments of a method, its containing types' first; a local function has those of the methods around it too.</summary>
    public static IEnumerable<ITypeSymbol> AllTypeArguments(IMethodSymbol method)
    {
        IEnumerable<ITypeSymbol> outer = method.ContainingSymbol is IMethodSymbol around ? AllTypeArguments(around) : AllTypeArguments(method.ContainingType);
        return outer.Concat(method.TypeArguments);
    }

    public static int Arity(INamedTypeSymbol? type) => type is null ? 0 : Arity(type.ContainingType) + type.Arity;

    public static int Arity(IMethodSymbol method) =>
        (method.ContainingSymbol is IMethodSymbol around ? Arity(around) : Arity(method.ContainingType)) + method.Arity;

    /// <summary>The number that the IR gives a type parameter.</summary>
    public static int IndexOf(ITypeParameterSymbol parameter)
    {
        int before = parameter.ContainingSymbol switch
        {
            IMethodSymbol { ContainingSymbol: IMethodSymbol around } => Arity(around),
            IMethodSymbol method => Arity(method.ContainingType),
            INamedTypeSymbol type => Arity(type.ContainingType),
            _ => 0,
        };
        return before + parameter.Ordinal;
    }
}
