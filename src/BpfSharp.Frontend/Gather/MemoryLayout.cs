using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Which types may lie in memory that programs and user space share, and how large they are there.</summary>
internal static class MemoryLayout
{
    private const int MaxDepth = 64;

    /// <param name="HasPadding">Some bytes belong to no field.</param>
    public readonly record struct Shape(int Size, bool HasPadding);

    /// <summary>Bytes of an integer, char, bool or enum; 0 for anything else.</summary>
    public static int PrimitiveSize(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            type = underlying;
        return PrimitiveTypes.Of(type.SpecialType)?.PrimitiveSize ?? 0;
    }

    public static IEnumerable<IFieldSymbol> InstanceFields(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst);

    /// <summary>Why values of the type can't be shared with others, in words that follow the type's name; null when they can.</summary>
    /// <param name="allowBool">Globals are written by typed setters only, so a bool there holds 0 or 1.</param>
    public static string? WhyNotShared(ITypeSymbol type, bool allowBool = false) =>
        WhyNotShared(type, allowBool, depth: 0);

    /// <summary>Null for types that <see cref="WhyNotShared(ITypeSymbol, bool)"/> refuses, that don't bind, or that are larger than 2 GB.</summary>
    public static Shape? Of(ITypeSymbol type)
    {
        var module = new IrModule();
        if (new TypeTable(module).Source(type) is not { } mapped)
            return null;
        var layouts = new LayoutCalculator(module);
        try
        {
            return new Shape(layouts.SizeOf(mapped), HasPadding(mapped, layouts));
        }
        catch (Exception e) when (e is IrFormatException or OverflowException)
        {
            return null;
        }
    }

    private static string? WhyNotShared(ITypeSymbol type, bool allowBool, int depth)
    {
        if (type.TypeKind == TypeKind.Error)
            return null;
        if (type.IsReferenceType)
            return "is a reference";
        if (type.SpecialType == SpecialType.System_Boolean)
            return allowBool ? null : "is a bool, and a byte from outside may be neither 0 nor 1; use byte";
        if (PrimitiveSize(type) != 0)
            return null;
        if (type.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal)
            return "is floating point, which BPF does not have";
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
            return "is a pointer, which means nothing outside of the program run";
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct } structure)
            return "is not an unmanaged type";
        if (structure.IsRefLikeType)
            return "is a ref struct";
        if (DeclaredLayout.Of(structure).Kind == LayoutKind.Auto)
            return "has auto layout, which differs between runtimes";
        // A struct that contains itself, maybe with ever larger type arguments: csc reports it, and here it must not go on for ever.
        if (depth == MaxDepth)
            return "has structs in structs without end";
        foreach (IFieldSymbol field in InstanceFields(structure))
        {
            ITypeSymbol fieldType = field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol pointer ? pointer.PointedAtType : field.Type;
            if (WhyNotShared(fieldType, allowBool, depth + 1) is { } reason)
                return $"has the field '{field.AssociatedSymbol?.Name ?? field.Name}', which {reason}";
        }

        return null;
    }

    private static bool HasPadding(IrType type, LayoutCalculator layouts)
    {
        TypeLayout layout = layouts.Get(type);
        if (layout.Fields.Count == 0)
            return type.Kind == IrTypeKind.Named && layouts.Underlying(type) == type;
        int covered = 0;
        foreach (FieldLayout field in layout.Fields.OrderBy(static f => f.Offset))
        {
            if (field.Offset > covered || HasPadding(field.Type, layouts))
                return true;
            covered = Math.Max(covered, field.Offset + field.Size);
        }

        return covered < layout.Size;
    }
}
