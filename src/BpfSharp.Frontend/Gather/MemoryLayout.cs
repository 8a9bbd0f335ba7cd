using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>What lies in memory of a closed unmanaged type, and what about it may not be shared with the kernel or user space.</summary>
internal static class MemoryLayout
{
    /// <summary>Size in bytes and alignment as the CLR lays the type out; <c>Used</c> marks bytes that belong to a field.</summary>
    public readonly record struct Shape(int Size, int Alignment, bool[] Used)
    {
        public bool HasPadding => Used.Any(static used => !used);
    }

    /// <summary>Bytes of an integer, char, bool or enum; 0 for anything else.</summary>
    public static int PrimitiveSize(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            type = underlying;
        return type.SpecialType switch
        {
            SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Boolean => 1,
            SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 8,
            _ => 0,
        };
    }

    /// <summary>Why values of the type can't be shared with others, in words that follow the type's name; null when they can.</summary>
    /// <param name="allowBool">Globals are written by typed setters only, so a bool there holds 0 or 1.</param>
    public static string? WhyNotShared(ITypeSymbol type, bool allowBool = false)
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
        foreach (IFieldSymbol field in InstanceFields(structure))
        {
            ITypeSymbol fieldType = field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol pointer ? pointer.PointedAtType : field.Type;
            if (WhyNotShared(fieldType, allowBool) is { } reason)
                return $"has the field '{field.AssociatedSymbol?.Name ?? field.Name}', which {reason}";
        }

        return null;
    }

    /// <summary>Null for types that <see cref="WhyNotShared"/> refuses or that don't bind.</summary>
    public static Shape? Of(ITypeSymbol type)
    {
        if (PrimitiveSize(type) is int size and not 0)
            return new Shape(size, size, Enumerable.Repeat(true, size).ToArray());
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct } structure || structure.IsRefLikeType)
            return null;
        (LayoutKind kind, int pack, int declaredSize) = DeclaredLayout.Of(structure);
        int end = 0;
        int alignment = 1;
        var used = new List<bool>();
        foreach (IFieldSymbol field in InstanceFields(structure))
        {
            int count = field.IsFixedSizeBuffer ? field.FixedSize : InlineArrayLength(structure);
            ITypeSymbol fieldType = field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol pointer ? pointer.PointedAtType : field.Type;
            if (Of(fieldType) is not { } inner)
                return null;
            int fieldAlignment = Math.Min(inner.Alignment, pack);
            int offset = kind == LayoutKind.Explicit ? DeclaredLayout.OffsetOf(field) : (end + fieldAlignment - 1) / fieldAlignment * fieldAlignment;
            for (int i = 0; i < count; i++)
                Mark(used, offset + (i * inner.Size), inner.Used);
            end = Math.Max(end, offset + (count * inner.Size));
            alignment = Math.Max(alignment, fieldAlignment);
        }

        // StructLayout.Size replaces the tail padding where it is at least the fields' end; an empty struct has one byte.
        int rounded = Math.Max(1, (end + alignment - 1) / alignment * alignment);
        int total = declaredSize >= end && declaredSize > 0 ? declaredSize : rounded;
        while (used.Count < total)
            used.Add(false);
        return new Shape(total, alignment, used.ToArray());
    }

    private static void Mark(List<bool> used, int offset, bool[] inner)
    {
        while (used.Count < offset + inner.Length)
            used.Add(false);
        for (int i = 0; i < inner.Length; i++)
            used[offset + i] |= inner[i];
    }

    public static IEnumerable<IFieldSymbol> InstanceFields(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst);

    private static int InlineArrayLength(INamedTypeSymbol type) =>
        AttributeReader.Find(type, "System.Runtime.CompilerServices.InlineArrayAttribute") is { } attribute
            ? Math.Max(1, AttributeReader.Int(attribute, 0, 1))
            : 1;
}
