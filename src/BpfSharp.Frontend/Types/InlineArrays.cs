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
}
