using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Library;

/// <summary>Methods of a compilation that other assemblies' programs may call: <c>[BpfFunction]</c> on themselves, their property, or their type.</summary>
internal static class ExportedMethods
{
    public static IEnumerable<IMethodSymbol> Of(Compilation compilation, CancellationToken cancellation) => In(compilation.Assembly.GlobalNamespace, cancellation);

    private static IEnumerable<IMethodSymbol> In(INamespaceSymbol space, CancellationToken cancellation)
    {
        foreach (INamespaceOrTypeSymbol member in space.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            IEnumerable<IMethodSymbol> methods = member is INamespaceSymbol inner ? In(inner, cancellation) : In((INamedTypeSymbol)member, isExported: false);
            foreach (IMethodSymbol method in methods)
                yield return method;
        }
    }

    private static IEnumerable<IMethodSymbol> In(INamedTypeSymbol type, bool isExported)
    {
        isExported |= RuntimeAttributes.Has(type, RuntimeAttributes.Function);
        foreach (ISymbol member in type.GetMembers())
        {
            switch (member)
            {
                case INamedTypeSymbol { IsExtension: true } block:
                    foreach (IMethodSymbol extension in In(block, isExported))
                        yield return extension;
                    break;
                case INamedTypeSymbol nested:
                    foreach (IMethodSymbol method in In(nested, isExported: false))
                        yield return method;
                    break;
                case IMethodSymbol method when IsExported(method, isExported):
                    yield return ExtensionMembers.Implementation(method) ?? method;
                    break;
            }
        }
    }

    private static bool IsKeptOut(IMethodSymbol method) => RuntimeAttributes.Has(method, RuntimeAttributes.NotInProgram) || RuntimeAttributes.Has(method, RuntimeAttributes.ConstantText)
        || (method.AssociatedSymbol is { } member && RuntimeAttributes.Has(member, RuntimeAttributes.NotInProgram))
        || method.GetAttributes().Any(static a => Types.MetadataNames.Is(a.AttributeClass, "System.Diagnostics.ConditionalAttribute"));

    private static bool IsExported(IMethodSymbol method, bool byType)
    {
        bool isMarked = RuntimeAttributes.Has(method, RuntimeAttributes.Function) || (method.AssociatedSymbol is { } property && RuntimeAttributes.Has(property, RuntimeAttributes.Function));
        if (isMarked)
            return true;
        // Of a whole type: what has a body to travel. What its author keeps out of programs, or what only the kernel has, has none.
        return byType && !method.IsAbstract && !method.IsExtern && method.MethodKind is not (MethodKind.StaticConstructor or MethodKind.Destructor)
            && !(method.IsImplicitlyDeclared && method.AssociatedSymbol is null)
            && method.DeclaredAccessibility is not Accessibility.Private
            && !IsKeptOut(method) && RuntimeAttributes.KernelFunction(method) is null && !RuntimeAttributes.Has(method, RuntimeAttributes.Intrinsic)
            && !(method.AssociatedSymbol is { } associated && RuntimeAttributes.Has(associated, RuntimeAttributes.ContextField));
    }
}
