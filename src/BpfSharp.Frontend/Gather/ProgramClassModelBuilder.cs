using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Frontend.Gather;

/// <summary>Copies what emission needs out of symbols.</summary>
public static class ProgramClassModelBuilder
{
    private static readonly SymbolDisplayFormat s_qualified = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static ProgramClassModel ToModel(this GatheredClass gathered)
    {
        INamedTypeSymbol type = gathered.Type;
        INamedTypeSymbol? views = gathered.Compilation.GetTypeByMetadataName(KnownNames.MapViewFactory);
        return new ProgramClassModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat
                .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted).AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers)),
            ContainingTypes(type).ToEquatableArray(),
            type.Name,
            gathered.FullName,
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            gathered.Programs.Select(Program).ToEquatableArray(),
            gathered.Maps.Select(m => Map(m, views)).ToEquatableArray(),
            gathered.Globals.Select(static g => new GlobalModel(g.Name, UserSpaceName.Of(g.Name), Name(g.Field.Type))).ToEquatableArray(),
            gathered.Constants.Select(Constant).ToEquatableArray(),
            gathered.CanExtend);
    }

    private static IEnumerable<string> ContainingTypes(INamedTypeSymbol type)
    {
        var outer = new Stack<string>();
        for (INamedTypeSymbol? t = type.ContainingType; t is not null; t = t.ContainingType)
            outer.Push($"partial {Keyword(t)} {Escape(t.Name)}");
        return outer;
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static ProgramModel Program(GatheredProgram program) => new(
        program.Method.Name,
        program.Name,
        program.Kind,
        program.OnFault,
        program.Context is null ? "" : Name(program.Context),
        program.Verdict is null ? "" : Name(program.Verdict),
        program.IsCallable,
        program.IsDeviceBound);

    private static MapModel Map(GatheredMap map, INamedTypeSymbol? views)
    {
        IMethodSymbol? inner = map.Inner is null ? null : Factory(map.Inner, map.Inner.ViewTypeArguments, views);
        // A map of maps is seen through the views of its entries, which stand in the place of their class.
        ImmutableArray<ITypeSymbol> arguments = inner is null ? map.ViewTypeArguments : map.ViewTypeArguments.SetItem(map.ViewTypeArguments.Length - 1, inner.ReturnType);
        IMethodSymbol? factory = map.Inner is not null && inner is null ? null : Factory(map, arguments, views);
        return factory is null
            ? new MapModel(map.Name, UserSpaceName.Of(map.Name), Name(map.Field.Type), "", "", "")
            : new MapModel(
                map.Name,
                UserSpaceName.Of(map.Name),
                Name(map.Field.Type),
                Call(factory),
                inner is null ? "" : $"static (views, name) => views.{Call(inner)}(name)",
                Name(factory.ReturnType));
    }

    // The factory method itself tells the view's type, so a new kind of view needs nothing here.
    private static IMethodSymbol? Factory(GatheredMap map, ImmutableArray<ITypeSymbol> arguments, INamedTypeSymbol? views)
    {
        IMethodSymbol? factory = views?.GetMembers(map.View).OfType<IMethodSymbol>()
            .FirstOrDefault(m => m.TypeParameters.Length == 0 || m.TypeParameters.Length == arguments.Length);
        return factory is null || factory.TypeParameters.Length == 0 ? factory : factory.Construct(arguments.ToArray());
    }

    private static string Call(IMethodSymbol factory) =>
        factory.TypeArguments.Length == 0 ? factory.Name : $"{factory.Name}<{string.Join(", ", factory.TypeArguments.Select(Name))}>";

    private static ConstantModel Constant(GatheredConstant constant)
    {
        string type = Name(constant.Type);
        return new ConstantModel(
            constant.Name,
            UserSpaceName.Of(constant.Name),
            type,
            Literal(constant.Type, type, constant.Default),
            constant.Minimum is { } minimum ? Literal(constant.Type, type, minimum) : "",
            constant.Maximum is { } maximum ? Literal(constant.Type, type, maximum) : "");
    }

    private static string Literal(ITypeSymbol type, string name, decimal value)
    {
        if (type.SpecialType == SpecialType.System_Boolean)
            return value != 0 ? "true" : "false";
        string number = value.ToString(CultureInfo.InvariantCulture);
        return type.TypeKind == TypeKind.Enum || type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64)
            ? $"unchecked(({name})({number}))"
            : number + (type.SpecialType switch { SpecialType.System_UInt32 => "u", SpecialType.System_Int64 => "L", SpecialType.System_UInt64 => "UL", _ => "" });
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Name(ITypeSymbol type) => type.ToDisplayString(s_qualified);
}
