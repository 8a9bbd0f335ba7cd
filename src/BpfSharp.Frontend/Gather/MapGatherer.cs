using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Gather;

/// <summary>Static fields of map classes: what <c>[BpfMap]</c> and the constructor's constants say.</summary>
internal static class MapGatherer
{
    private const uint PageSize = 4096;

    // htab_map_alloc_check: a key must fit the stack of a program (MAX_BPF_STACK); a value, what kmalloc gives (KMALLOC_MAX_SIZE).
    private const int MaxKeySize = 512;
    private const int MaxValueSize = 4 << 20;
    private const int MaxPerCpuValueSize = 32 << 10;

    public static AttributeData? TypeOf(IFieldSymbol field) =>
        field.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type ? AttributeReader.Find(type.OriginalDefinition, KnownNames.Map) : null;

    public static GatheredMap? Gather(IFieldSymbol field, AttributeData mapType, FieldInitializers initializers, List<GatheredDiagnostic> diagnostics)
    {
        Location location = field.Locations[0];
        IOperation? initializer = initializers.Find(field, out ExpressionSyntax? syntax);
        if (!field.IsStatic || !field.IsReadOnly || syntax is null)
            diagnostics.Add(new GatheredDiagnostic("BPF2010", location, field.Name));
        if (!field.IsStatic)
            return null;

        // What is wrong with the arguments does not take the map away from the generated API: half-typed code would lose its members.
        MapArguments? arguments = syntax is null ? null : MapArguments.Read(field, initializer, syntax, diagnostics);
        return Describe(field, (INamedTypeSymbol)field.Type, mapType, arguments, FieldType(field), diagnostics);
    }

    private static GatheredMap Describe(
        IFieldSymbol field, INamedTypeSymbol type, AttributeData mapType, MapArguments? arguments, TypeSyntax? written, List<GatheredDiagnostic> diagnostics)
    {
        int number = AttributeReader.Int(mapType, 0, 0);
        MapTypeRule rule = MapTypeRule.Of(number);
        if (arguments is not null)
            CheckArguments(field, rule, arguments, diagnostics);
        int key = AttributeReader.Int(mapType, "Key", -1);
        int inner = AttributeReader.Int(mapType, "Inner", -1);
        for (int i = 0; i < type.TypeArguments.Length; i++)
        {
            if (i == inner)
                continue;
            CheckType(field, type, rule, i, isKey: i == key, TypeLocation(field, written, i), diagnostics);
            foreach ((string ruleId, string problem) in KernelFieldRules.Problems(i == key ? 0 : number, type.TypeArguments[i]))
                diagnostics.Add(new GatheredDiagnostic(ruleId, TypeLocation(field, written, i), field.Name, Name(type.TypeArguments[i]), problem));
        }

        return new GatheredMap(
            field,
            number,
            TypeArgument(type, key),
            TypeArgument(type, AttributeReader.Int(mapType, "Value", -1)),
            AttributeReader.Int(mapType, "KeySize", 0),
            AttributeReader.Int(mapType, "ValueSize", 0),
            arguments?.MaxEntries ?? 0,
            arguments?.Flags ?? 0,
            arguments?.Extra ?? 0,
            arguments?.Pinning ?? 0,
            AttributeReader.String(mapType, "Since") ?? "",
            AttributeReader.String(mapType, "Programs") ?? "",
            arguments?.Slots ?? ImmutableArray<GatheredSlot>.Empty,
            TypeArgument(type, inner) is INamedTypeSymbol innerType ? Inner(field, innerType, arguments?.Template, Argument(written, inner), diagnostics) : null,
            AttributeReader.String(mapType, "View") ?? "",
            type.TypeArguments);
    }

    private static GatheredMap? Inner(IFieldSymbol field, INamedTypeSymbol type, IObjectCreationOperation? template, TypeSyntax? written, List<GatheredDiagnostic> diagnostics)
    {
        if (AttributeReader.Find(type.OriginalDefinition, KnownNames.Map) is not { } mapType || !MapTypeRule.Of(AttributeReader.Int(mapType, 0, 0)).CanBeInner)
        {
            if (type.TypeKind != TypeKind.Error)
                diagnostics.Add(new GatheredDiagnostic("BPF2045", written?.GetLocation() ?? field.Locations[0], field.Name, Name(type)));
            return null;
        }

        MapArguments? arguments = template is null ? null : MapArguments.Read(field, template, (ExpressionSyntax)template.Syntax, diagnostics);
        return Describe(field, type, mapType, arguments, written, diagnostics);
    }

    private static ITypeSymbol? TypeArgument(INamedTypeSymbol type, int index) =>
        index >= 0 && index < type.TypeArguments.Length ? type.TypeArguments[index] : null;

    private static void CheckArguments(IFieldSymbol field, MapTypeRule rule, MapArguments arguments, List<GatheredDiagnostic> diagnostics)
    {
        uint size = arguments.MaxEntries;
        if (rule.IsRing)
        {
            if (size < PageSize || (size & (size - 1)) != 0)
                diagnostics.Add(new GatheredDiagnostic("BPF2013", arguments.SizeLocation, field.Name, arguments.SizeText));
        }
        else if (size == 0 && !rule.IsSizedByLoader)
        {
            diagnostics.Add(new GatheredDiagnostic("BPF2012", arguments.SizeLocation, field.Name));
        }

        for (uint flag = 1; flag != 0; flag <<= 1)
        {
            if ((arguments.Flags & flag & ~rule.AllowedFlags) != 0)
                diagnostics.Add(new GatheredDiagnostic("BPF2049", arguments.FlagsLocation, field.Name, FlagName(arguments, flag)));
        }

        if ((arguments.Flags & rule.RequiredFlag) != rule.RequiredFlag)
            diagnostics.Add(new GatheredDiagnostic("BPF2023", arguments.FlagsLocation, field.Name, rule.RequiredFlagName));
    }

    private static string FlagName(MapArguments arguments, uint flag) =>
        arguments.FlagsType?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Convert.ToUInt32(f.ConstantValue, CultureInfo.InvariantCulture) == flag)?.Name
        ?? "0x" + flag.ToString("x", CultureInfo.InvariantCulture);

    private static void CheckType(
        IFieldSymbol field, INamedTypeSymbol map, MapTypeRule rule, int index, bool isKey, Location location, List<GatheredDiagnostic> diagnostics)
    {
        ITypeSymbol type = map.TypeArguments[index];
        int limit = isKey ? MaxKeySize : rule.MaxValueSize != 0 ? rule.MaxValueSize : rule.IsPerCpu ? MaxPerCpuValueSize : MaxValueSize;
        MemoryLayout.Shape? shape = null;
        if (MemoryLayout.WhyNotShared(type) is { } reason)
            diagnostics.Add(new GatheredDiagnostic("BPF2014", location, Name(type), field.Name, reason));
        else if (type.TypeKind != TypeKind.Error && ((shape = MemoryLayout.Of(type)) is not { } known || known.Size > limit))
            diagnostics.Add(new GatheredDiagnostic("BPF2014", location, Name(type), field.Name, $"has more than {limit} bytes"));
        else if (isKey && shape is { HasPadding: true })
            diagnostics.Add(new GatheredDiagnostic("BPF2015", location, Name(type), field.Name));
        else if (isKey && rule.HasPrefixKey && !IsPrefixKey(type))
            diagnostics.Add(new GatheredDiagnostic("BPF2024", location, Name(type), field.Name));
    }

    private static bool IsPrefixKey(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
            return true;
        const int LengthSize = sizeof(uint);
        const int MaxDataSize = 256;
        IFieldSymbol? first = type.TypeKind == TypeKind.Struct ? MemoryLayout.InstanceFields(type).FirstOrDefault() : null;
        return first?.Type.SpecialType is SpecialType.System_UInt32 or SpecialType.System_Int32
            && MemoryLayout.Of(type) is { Size: > LengthSize and <= LengthSize + MaxDataSize };
    }

    // The type argument as written in the field's declaration; the field's name where the type was written otherwise (an alias).
    private static Location TypeLocation(IFieldSymbol field, TypeSyntax? map, int index) => Argument(map, index)?.GetLocation() ?? field.Locations[0];

    private static TypeSyntax? FieldType(IFieldSymbol field) =>
        field.DeclaringSyntaxReferences[0].GetSyntax() is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } ? declaration.Type : null;

    private static TypeSyntax? Argument(TypeSyntax? map, int index) =>
        (map is QualifiedNameSyntax qualified ? qualified.Right : map) is GenericNameSyntax generic && index < generic.TypeArgumentList.Arguments.Count
            ? generic.TypeArgumentList.Arguments[index]
            : null;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
