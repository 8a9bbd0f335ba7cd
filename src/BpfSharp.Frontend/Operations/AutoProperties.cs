using System.Linq;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Frontend.Operations;

internal static class AutoProperties
{
    /// <summary>No accessor has code of its own. A property with 'field' in one accessor has a backing field, but is not automatic.</summary>
    public static bool IsAutomatic(IPropertySymbol property)
    {
        // Of a partial property, the implementing part tells.
        IPropertySymbol written = property.PartialImplementationPart ?? property;
        return IsAutomatic(written.GetMethod) && IsAutomatic(written.SetMethod) && (written.GetMethod ?? written.SetMethod) is not null;
    }

    private static bool IsAutomatic(IMethodSymbol? accessor)
    {
        if (accessor is null)
            return true;
        if (accessor.DeclaringSyntaxReferences.IsEmpty)
        {
            // A positional record's properties have no accessors in source; in metadata csc marks what it made.
            return accessor.AssociatedSymbol is { DeclaringSyntaxReferences.IsEmpty: false }
                || accessor.GetAttributes().Any(static a => MetadataNames.Is(a.AttributeClass, "System.Runtime.CompilerServices.CompilerGeneratedAttribute"));
        }

        return accessor.DeclaringSyntaxReferences[0].GetSyntax() is AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or ParameterSyntax;
    }
}
