using System.Threading;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>From an attributed method to what is known of its class; symbols end here.</summary>
internal static class ClassTransforms
{
    /// <summary>The declarations, for the first program of each class; nothing for the others, which the first speaks for.</summary>
    public static Guarded<ProgramClassModel> Shape(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Owner(context) is { } type
            ? Guarded<ProgramClassModel>.Run(type.Name, PlainLocation.Of(context.TargetSymbol.Locations[0]),
                () => ProgramClassGatherer.Gather(type, context.SemanticModel.Compilation, cancellation).ToModel())
            : default;

    private static INamedTypeSymbol? Owner(GeneratorAttributeSyntaxContext context) =>
        context.TargetSymbol is IMethodSymbol { ContainingType: { } type } method
        && SymbolEqualityComparer.Default.Equals(ProgramClassGatherer.FirstProgram(type), method)
            ? type
            : null;
}
