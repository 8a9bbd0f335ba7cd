using System;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>
/// <c>StructLayout</c> and <c>FieldOffset</c> of a type. In source they are attributes; of a referenced assembly Roslyn doesn't show them
/// (they are rows of metadata tables, not attributes), so they are read from its metadata.
/// </summary>
/// <param name="Pack">Largest alignment; 8 where not declared.</param>
/// <param name="Size">0 where not declared.</param>
internal readonly record struct DeclaredLayout(LayoutKind Kind, int Pack, int Size)
{
    private const int DefaultPack = 8;

    public static DeclaredLayout Of(INamedTypeSymbol type)
    {
        type = type.OriginalDefinition;
        if (type.IsTupleType)
            return new DeclaredLayout(LayoutKind.Auto, DefaultPack, 0);
        if (Reader(type) is { } reader)
            return FromMetadata(reader, type);
        if (AttributeReader.Find(type, "System.Runtime.InteropServices.StructLayoutAttribute") is not { } attribute)
            return new DeclaredLayout(LayoutKind.Sequential, DefaultPack, 0);
        return Make(
            (LayoutKind)AttributeReader.Int(attribute, 0, (int)LayoutKind.Sequential),
            AttributeReader.Int(attribute, "Pack", 0),
            AttributeReader.Int(attribute, "Size", 0));
    }

    /// <summary>Declared offset of a field of an explicit layout.</summary>
    public static int OffsetOf(IFieldSymbol field)
    {
        field = field.OriginalDefinition;
        if (Reader(field.ContainingType) is { } reader)
            return Math.Max(0, reader.GetFieldDefinition((FieldDefinitionHandle)MetadataTokens.EntityHandle(field.MetadataToken)).GetOffset());
        return AttributeReader.Find(field, "System.Runtime.InteropServices.FieldOffsetAttribute") is { } attribute
            ? Math.Max(0, AttributeReader.Int(attribute, 0, 0))
            : 0;
    }

    private static MetadataReader? Reader(INamedTypeSymbol type) =>
        type.MetadataToken != 0 ? type.ContainingModule?.GetMetadata()?.GetMetadataReader() : null;

    private static DeclaredLayout FromMetadata(MetadataReader reader, INamedTypeSymbol type)
    {
        TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken));
        System.Reflection.TypeAttributes layout = definition.Attributes & System.Reflection.TypeAttributes.LayoutMask;
        LayoutKind kind = layout switch
        {
            System.Reflection.TypeAttributes.SequentialLayout => LayoutKind.Sequential,
            System.Reflection.TypeAttributes.ExplicitLayout => LayoutKind.Explicit,
            _ => LayoutKind.Auto,
        };
        TypeLayout declared = definition.GetLayout();
        return Make(kind, declared.PackingSize, declared.Size);
    }

    private static DeclaredLayout Make(LayoutKind kind, int pack, int size) => new(kind, pack <= 0 ? DefaultPack : pack, Math.Max(0, size));
}
