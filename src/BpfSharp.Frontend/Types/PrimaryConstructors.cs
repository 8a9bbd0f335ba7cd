using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Frontend.Types;

internal static class PrimaryConstructors
{
    /// <summary>
    /// True where a member uses a parameter of the struct's primary constructor: C# keeps it in a field that no symbol shows, so that the layout is not known.
    /// </summary>
    public static bool HasHiddenFields(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsRecord)
            return false;
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is TypeDeclarationSyntax { ParameterList: { Parameters.Count: > 0 } list } && compilation.ContainsSyntaxTree(reference.SyntaxTree))
                return type.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax part && UsesInMembers(part, list, compilation));
        }

        return false;
    }

    private static bool UsesInMembers(TypeDeclarationSyntax part, ParameterListSyntax parameters, Compilation compilation)
    {
        SemanticModel model = compilation.GetSemanticModel(part.SyntaxTree);
        return part.Members.SelectMany(static m => m.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(n => parameters.Parameters.Any(p => p.Identifier.ValueText == n.Identifier.ValueText) && !IsInInitializer(n))
            .Any(n => model.GetSymbolInfo(n).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } parameter
                && parameter.DeclaringSyntaxReferences.Any(r => r.GetSyntax().Parent == parameters) && constructor.ContainingType is not null);
    }

    private static bool IsInInitializer(SyntaxNode node) =>
        node.Ancestors().OfType<EqualsValueClauseSyntax>().Any(static e => e.Parent is PropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax });
}
