using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Reads attributes by full name, so that any runtime assembly that declares them will do.</summary>
internal static class AttributeReader
{
    public static AttributeData? Find(ISymbol symbol, string fullName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsNamed(type, fullName))
                return attribute;
        }

        return null;
    }

    public static IEnumerable<AttributeData> FindAll(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Where(a => a.AttributeClass is not null && IsNamed(a.AttributeClass, fullName));

    /// <summary>Compares part by part, from the last on: most types have another name of their own, and nothing is made of the others'.</summary>
    public static bool IsNamed(INamedTypeSymbol type, string fullName)
    {
        type = type.OriginalDefinition;
        int end = fullName.Length;
        for (; type.ContainingType is { } outer; type = outer)
        {
            if (!TryTake(type.MetadataName, fullName, ref end) || --end < 0 || fullName[end] != '+')
                return false;
        }

        if (!TryTake(type.MetadataName, fullName, ref end))
            return false;
        for (INamespaceSymbol? space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (--end < 0 || fullName[end] != '.' || !TryTake(space.Name, fullName, ref end))
                return false;
        }

        return end == 0;
    }

    private static bool TryTake(string name, string fullName, ref int end)
    {
        end -= name.Length;
        return end >= 0 && string.CompareOrdinal(fullName, end, name, 0, name.Length) == 0;
    }

    // Without escapes: these are the names of metadata.
    private static readonly SymbolDisplayFormat s_namespace = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary><c>Namespace.Outer+Inner`1</c>.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        if (type.ContainingType is not null)
            return MetadataName(type.ContainingType) + "+" + type.MetadataName;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(s_namespace) + "." + type.MetadataName : type.MetadataName;
    }

    public static string? String(AttributeData attribute, int argument) =>
        attribute.ConstructorArguments.Length > argument ? attribute.ConstructorArguments[argument].Value as string : null;

    public static int Int(AttributeData attribute, int argument, int otherwise) =>
        attribute.ConstructorArguments.Length > argument ? ToInt(attribute.ConstructorArguments[argument], otherwise) : otherwise;

    public static int Int(AttributeData attribute, string name, int otherwise) =>
        Named(attribute, name) is { } value ? ToInt(value, otherwise) : otherwise;

    public static string? String(AttributeData attribute, string name) => Named(attribute, name)?.Value as string;

    public static bool Bool(AttributeData attribute, string name) => Named(attribute, name)?.Value is true;

    public static INamedTypeSymbol? Type(AttributeData attribute, string name) => Named(attribute, name)?.Value as INamedTypeSymbol;

    private static TypedConstant? Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        return null;
    }

    private static int ToInt(TypedConstant constant, int otherwise) =>
        constant.Kind != TypedConstantKind.Array && constant.Value is { } value && ConstantBytes.TryInteger(value, out decimal number)
            && number is >= int.MinValue and <= uint.MaxValue
                ? unchecked((int)(long)number)
                : otherwise;
}
