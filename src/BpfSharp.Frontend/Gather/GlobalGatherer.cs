using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Gather;

/// <summary>Static fields that are not <c>readonly</c>.</summary>
internal static class GlobalGatherer
{
    public static GatheredGlobal? Gather(IFieldSymbol field, FieldInitializers initializers, List<GatheredDiagnostic> diagnostics)
    {
        Location location = field.Locations[0];
        string? reason = AttributeReader.Find(field, "System.ThreadStaticAttribute") is not null
            ? "is [ThreadStatic], and BPF has no threads; use a per-CPU map"
            : field.RefKind != RefKind.None ? "is a ref" : MemoryLayout.WhyNotShared(field.Type, allowBool: true);
        if (reason is not null)
        {
            diagnostics.Add(new GatheredDiagnostic("BPF2016", location, field.Name, field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), reason));
            return null;
        }

        IOperation? initializer = initializers.Find(field, out ExpressionSyntax? syntax);
        if (syntax is null || initializer is null or IInvalidOperation)
            return new GatheredGlobal(field, null);
        if (IsDefault(initializer))
            return new GatheredGlobal(field, null);
        if (initializer.ConstantValue is { HasValue: true, Value: { } value } && ConstantBytes.Of(value, field.Type) is { } bytes)
            return new GatheredGlobal(field, bytes.All(static b => b == 0) ? null : bytes);
        diagnostics.Add(new GatheredDiagnostic("BPF2017", syntax.GetLocation(), field.Name));
        return new GatheredGlobal(field, null);
    }

    // default, default(T), new T() of a struct without a constructor of its own.
    private static bool IsDefault(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: var operand })
            operation = operand;
        return operation is IDefaultValueOperation
            || operation is IObjectCreationOperation { Arguments.Length: 0, Initializer: null, Constructor: { IsImplicitlyDeclared: true } };
    }
}
