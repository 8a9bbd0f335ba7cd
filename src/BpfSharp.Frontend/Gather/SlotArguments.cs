using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Gather;

/// <summary>Initial entries of a map: the arrays <c>programs</c> (names) and <c>maps</c> (fields) of its constructor.</summary>
internal static class SlotArguments
{
    public static bool IsSlots(string parameter) => parameter is "programs" or "maps";

    /// <returns>Null where an element is no constant name, no field and not null, or there is no list of elements.</returns>
    public static ImmutableArray<GatheredSlot>? Read(IOperation argument)
    {
        if (argument is { ConstantValue: { HasValue: true, Value: null } })
            return ImmutableArray<GatheredSlot>.Empty;
        if (Elements(argument) is not { } elements)
            return null;
        var slots = ImmutableArray.CreateBuilder<GatheredSlot>();
        for (int i = 0; i < elements.Length; i++)
        {
            IOperation element = Unconverted(elements[i]);
            switch (element)
            {
                case { ConstantValue: { HasValue: true, Value: null } }:
                    break;
                case { ConstantValue: { HasValue: true, Value: string name } }:
                    slots.Add(new GatheredSlot(i, name, null, element.Syntax.GetLocation()));
                    break;
                case IFieldReferenceOperation { Field: { IsStatic: true } field }:
                    slots.Add(new GatheredSlot(i, field.Name, field, element.Syntax.GetLocation()));
                    break;
                default:
                    return null;
            }
        }

        return slots.ToImmutable();
    }

    private static ImmutableArray<IOperation>? Elements(IOperation argument) => Unconverted(argument) switch
    {
        ICollectionExpressionOperation list => list.Elements,
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        _ => null,
    };

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }
}
