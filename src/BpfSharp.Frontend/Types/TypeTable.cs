using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Types;

/// <summary>Symbols to IR types; declares in the module every struct and enum that it meets.</summary>
internal sealed class TypeTable
{
    private const int DefaultPack = 8;

    private readonly IrModule _module;
    private readonly Compilation? _compilation;
    private readonly Dictionary<ITypeSymbol, IrType?> _types = new(SymbolEqualityComparer.Default);
    private readonly List<INamedTypeSymbol> _structs = new();

    /// <param name="compilation">Null where only sizes of declared fields are asked for: hidden fields of primary constructors are then not seen.</param>
    public TypeTable(IrModule module, Compilation? compilation = null)
    {
        _module = module;
        _compilation = compilation;
    }

    /// <summary>Structs declared so far, in order of first use (original definitions).</summary>
    public IReadOnlyList<INamedTypeSymbol> Structs => _structs;

    /// <summary>The type as source has it: enums stay. Null where programs can't have values of it.</summary>
    public IrType? Source(ITypeSymbol type)
    {
        if (!_types.TryGetValue(type, out IrType? mapped))
        {
            mapped = Map(type);
            _types[type] = mapped;
        }

        return mapped;
    }

    /// <summary>The type of loads and stores: an enum is its integer. A result that is no primitive is an aggregate.</summary>
    public IrType? Memory(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } integer } ? Source(integer) : Source(type);

    private IrType? Map(ITypeSymbol type)
    {
        switch (type)
        {
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return IrType.Ptr;
            case ITypeParameterSymbol parameter:
                return parameter.IsReferenceType ? null : IrType.Parameter(MetadataNames.IndexOf(parameter));
            case INamedTypeSymbol { TypeKind: TypeKind.Class } named:
                return RuntimeAttributes.IsOpaque(named) ? IrType.Ptr : null;
            case INamedTypeSymbol { TypeKind: TypeKind.Enum or TypeKind.Struct } named:
                return PrimitiveTypes.Of(named.SpecialType) ?? MapNamed(named);
            default:
                return null;
        }
    }

    private IrType? MapNamed(INamedTypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_Void)
            return null;
        var arguments = new List<IrType>();
        foreach (ITypeSymbol argument in MetadataNames.AllTypeArguments(type))
        {
            if (Source(argument) is not { } mapped)
                return null;
            arguments.Add(mapped);
        }

        string name = MetadataNames.Of(type);
        return Declare(type.OriginalDefinition, name) ? IrType.Named(name, arguments) : null;
    }

    private bool Declare(INamedTypeSymbol type, string name)
    {
        if (_module.Types.ContainsKey(name))
            return true;
        if (KnownDefinitions.Find(name) is { } known)
        {
            DeclareKnown(name, known);
            return true;
        }

        return type.TypeKind == TypeKind.Enum ? DeclareEnum(type, name) : DeclareStruct(type, name);
    }

    private void DeclareKnown(string name, IrTypeDefinition definition)
    {
        _module.Types.Add(name, definition);
        foreach (IrField field in definition.Fields)
        {
            if (!field.Type.IsPrimitive && KnownDefinitions.Find(field.Type.Name) is { } inner && !_module.Types.ContainsKey(field.Type.Name))
                DeclareKnown(field.Type.Name, inner);
        }
    }

    private bool DeclareEnum(INamedTypeSymbol type, string name)
    {
        var definition = new IrTypeDefinition(name, MetadataNames.Arity(type), IrLayout.Enum) { Underlying = Source(type.EnumUnderlyingType!) };
        if (definition.Underlying is null)
            return false;
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field is { HasConstantValue: true, ConstantValue: { } value })
                definition.EnumValues.Add(new KeyValuePair<string, long>(field.Name, Integer(value)));
        }

        _module.Types.Add(name, definition);
        return true;
    }

    private static long Integer(object value) => value is ulong large ? unchecked((long)large) : Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private bool DeclareStruct(INamedTypeSymbol type, string name)
    {
        if (_compilation is not null && PrimaryConstructors.HasHiddenFields(type, _compilation))
            return false;
        DeclaredLayout layout = DeclaredLayout.Of(type);
        var definition = new IrTypeDefinition(name, MetadataNames.Arity(type), Kind(layout.Kind)) { Pack = layout.Pack == DefaultPack ? 0 : layout.Pack, Size = layout.Size };
        if (RuntimeAttributes.Find(type, RuntimeAttributes.KernelType) is { } kernelType)
            definition.KernelName = RuntimeAttributes.Argument0<string>(kernelType);
        // Added before its fields: a struct may hold pointers to itself.
        _module.Types.Add(name, definition);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic)
                continue;
            if (FieldType(field) is not { } fieldType)
            {
                _module.Types.Remove(name);
                return false;
            }

            int offset = layout.Kind == LayoutKind.Explicit ? DeclaredLayout.OffsetOf(field) : -1;
            definition.Fields.Add(new IrField(field.Name, fieldType, offset, Count(type, field)));
        }

        _structs.Add(type);
        return true;
    }

    private static IrLayout Kind(LayoutKind kind) => kind switch
    {
        LayoutKind.Explicit => IrLayout.Explicit,
        LayoutKind.Auto => IrLayout.Auto,
        _ => IrLayout.Sequential,
    };

    private IrType? FieldType(IFieldSymbol field)
    {
        if (field.RefKind != RefKind.None)
            return IrType.Ptr;
        return field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol buffer ? Source(buffer.PointedAtType) : Source(field.Type);
    }

    private static int Count(INamedTypeSymbol type, IFieldSymbol field) => field.IsFixedSizeBuffer ? field.FixedSize : InlineArrays.Length(type) ?? 1;
}
