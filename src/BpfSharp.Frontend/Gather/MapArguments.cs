using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Gather;

/// <summary>Constants that a map's initialiser passes to its constructor, matched by parameter name.</summary>
/// <param name="SizeLocation">The argument that tells the size.</param>
/// <param name="FlagsLocation">The argument that tells the flags.</param>
/// <param name="SizeText">The size as a number, also where it is no <c>uint</c>.</param>
internal sealed record MapArguments(uint MaxEntries, uint Flags, int Pinning, uint Extra, Location SizeLocation, Location FlagsLocation, string SizeText)
{
    /// <summary>Of a map of maps: what its entries are like.</summary>
    public IObjectCreationOperation? Template { get; private init; }

    /// <summary>The enum of the flags, for their names.</summary>
    public ITypeSymbol? FlagsType { get; private init; }

    public ImmutableArray<GatheredSlot> Slots { get; private init; } = ImmutableArray<GatheredSlot>.Empty;

    /// <returns>Null after a diagnostic, or where the initialiser does not bind (csc says why).</returns>
    public static MapArguments? Read(IFieldSymbol field, IOperation? initializer, ExpressionSyntax syntax, List<GatheredDiagnostic> diagnostics)
    {
        if (Unconverted(initializer) is not IObjectCreationOperation creation)
        {
            if (initializer is not null and not IInvalidOperation)
                diagnostics.Add(new GatheredDiagnostic("BPF2010", syntax.GetLocation(), field.Name));
            return null;
        }

        if (creation.Initializer is { } extra)
        {
            diagnostics.Add(new GatheredDiagnostic("BPF2011", extra.Syntax.GetLocation(), field.Name));
            return null;
        }

        var result = new MapArguments(0, 0, 0, 0, field.Locations[0], field.Locations[0], "0");
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument.Parameter is not { } parameter)
                continue;
            if (parameter.Name == "template" && Unconverted(argument.Value) is IObjectCreationOperation template)
            {
                result = result with { Template = template };
                continue;
            }

            if (SlotArguments.IsSlots(parameter.Name) && SlotArguments.Read(argument.Value) is { } slots)
            {
                result = result with { Slots = slots };
                continue;
            }

            Location location = argument.ArgumentKind == ArgumentKind.DefaultValue ? field.Locations[0] : argument.Value.Syntax.GetLocation();
            if (!argument.Value.ConstantValue.HasValue || argument.Value.ConstantValue.Value is not { } value
                || !ConstantBytes.TryInteger(value, out decimal number))
            {
                if (argument.Value is not IInvalidOperation && argument.Value.Type?.TypeKind != TypeKind.Error)
                    diagnostics.Add(new GatheredDiagnostic("BPF2011", location, field.Name));
                return null;
            }

            result = result.With(parameter.Name, number, location);
            if (parameter.Name == "flags")
                result = result with { FlagsType = parameter.Type };
        }

        return result;
    }

    private static IOperation? Unconverted(IOperation? operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    private MapArguments With(string parameter, decimal number, Location location)
    {
        uint bits = number is >= 0 and <= uint.MaxValue ? (uint)number : 0;
        return parameter switch
        {
            "maxEntries" or "byteSize" => this with
            {
                MaxEntries = bits,
                SizeLocation = location,
                SizeText = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            "flags" => this with { Flags = bits, FlagsLocation = location },
            "hashFunctions" => this with { Extra = bits },
            "pinning" => this with { Pinning = (int)bits },
            _ => this,
        };
    }
}
