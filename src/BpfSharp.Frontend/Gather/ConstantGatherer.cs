using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Gather;

/// <summary>Fields of type <c>LoadConstant&lt;T&gt;</c>.</summary>
internal static class ConstantGatherer
{
    public static bool IsLoadConstant(IFieldSymbol field) =>
        field.Type is INamedTypeSymbol { TypeArguments.Length: 1 } type && AttributeReader.IsNamed(type, KnownNames.LoadConstant);

    public static GatheredConstant? Gather(IFieldSymbol field, FieldInitializers initializers, List<GatheredDiagnostic> diagnostics)
    {
        Location location = field.Locations[0];
        ITypeSymbol type = ((INamedTypeSymbol)field.Type).TypeArguments[0];
        if (type.TypeKind == TypeKind.Error)
            return null;
        if (MemoryLayout.PrimitiveSize(type) == 0)
        {
            diagnostics.Add(new GatheredDiagnostic("BPF2019", location, field.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
            return null;
        }

        IOperation? initializer = initializers.Find(field, out ExpressionSyntax? syntax);
        object? value = initializer is null ? null : Constant(initializer);
        decimal number = 0;
        byte[]? bytes = value is not null && ConstantBytes.TryInteger(value, out number) ? ConstantBytes.Of(value, type) : null;
        if (!field.IsStatic || !field.IsReadOnly || (bytes is null && initializer is not IInvalidOperation))
            diagnostics.Add(new GatheredDiagnostic("BPF2018", location, field.Name));
        if (!field.IsStatic)
            return null;

        decimal? minimum = null;
        decimal? maximum = null;
        if (AttributeReader.Find(field, KnownNames.Range) is { ConstructorArguments.Length: 2 } range)
        {
            minimum = Bound(range.ConstructorArguments[0]);
            maximum = Bound(range.ConstructorArguments[1]);
            (decimal least, decimal greatest) = ConstantBytes.Bounds(type);
            if (minimum > maximum || minimum < least || maximum > greatest)
            {
                diagnostics.Add(new GatheredDiagnostic(
                    "BPF2026", range.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? location, field.Name, Text(minimum), Text(maximum), Text(least), Text(greatest)));
                minimum = maximum = null;
            }
            else if (number < minimum || number > maximum)
            {
                diagnostics.Add(new GatheredDiagnostic("BPF2020", syntax?.GetLocation() ?? location, field.Name, Text(number), Text(minimum), Text(maximum)));
            }
        }

        return new GatheredConstant(field, type, bytes is null || bytes.All(static b => b == 0) ? null : bytes, number, minimum, maximum);
    }

    // What the implicit conversion to LoadConstant<T>, or its constructor, is applied to.
    private static object? Constant(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: { } value } } => value,
        IConversionOperation conversion => Constant(conversion.Operand),
        IObjectCreationOperation { Arguments.Length: 1 } creation => Constant(creation.Arguments[0].Value),
        _ => null,
    };

    private static decimal? Bound(TypedConstant constant) =>
        constant.Kind != TypedConstantKind.Array && constant.Value is { } value && ConstantBytes.TryInteger(value, out decimal number) ? number : null;

    private static string Text(decimal? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
