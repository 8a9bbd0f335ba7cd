using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>C# 14 extension members: each is a static method of the class around the extension block.</summary>
internal static class ExtensionMembers
{
    /// <summary>The static method; null for members of ordinary types.</summary>
    public static IMethodSymbol? Implementation(IMethodSymbol method)
    {
        if (method.ContainingType is not { IsExtension: true } block)
            return null;
        // Roslyn names the static method of the definition only: the block's type arguments become its own first ones.
        if (method.AssociatedExtensionImplementation is { } known)
            return known;
        if (method.OriginalDefinition.AssociatedExtensionImplementation is not { } definition)
            return null;
        ITypeSymbol[] arguments = block.TypeArguments.Concat(method.TypeArguments).ToArray();
        return arguments.Length == definition.OriginalDefinition.Arity ? definition.OriginalDefinition.Construct(arguments) : null;
    }

    /// <summary>The member of an extension block whose static method this is; else the method itself: it has the body.</summary>
    public static IMethodSymbol Body(IMethodSymbol method)
    {
        if (!method.IsStatic || method.ContainingType is not { IsStatic: true } type)
            return method;
        IMethodSymbol definition = method.OriginalDefinition;
        return type.GetTypeMembers().Where(static t => t.IsExtension).SelectMany(static t => t.GetMembers()).OfType<IMethodSymbol>()
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.AssociatedExtensionImplementation?.OriginalDefinition, definition)) ?? method;
    }
}
