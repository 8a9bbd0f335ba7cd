using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Types;

internal static class InlineArrays
{
    /// <summary>The length that <c>[InlineArray]</c> gives; null for other structs.</summary>
    public static int? Length(ITypeSymbol type)
    {
        AttributeData? attribute = type.OriginalDefinition.GetAttributes()
            .FirstOrDefault(static a => MetadataNames.Is(a.AttributeClass, "System.Runtime.CompilerServices.InlineArrayAttribute"));
        return attribute is { ConstructorArguments: [{ Value: int length }] } ? length : null;
    }

    /// <summary>Type of the one field; null for other structs.</summary>
    public static ITypeSymbol? ElementType(ITypeSymbol type) => Length(type) is null ? null : type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(static f => !f.IsStatic)?.Type;
}
