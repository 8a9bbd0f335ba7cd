using System.Threading;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>From an attributed method to what is known of its class; symbols end here.</summary>
internal static class ClassTransforms
{
    /// <summary>The declarations, for the first program of each class; nothing for the others, which the first speaks for.</summary>
    public static Guarded<ProgramClassModel> Shape(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Owner(context) is { } type
            ? Guarded<ProgramClassModel>.Run(type.Name, Name(context), () => Gather(context, type, cancellation).ToModel())
            : default;

    /// <summary>Declarations and code. Costs more, and is asked for only where objects are made.</summary>
    public static Guarded<LoweredClass> Lower(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Owner(context) is { } type
            ? Guarded<LoweredClass>.Run(type.Name, Name(context), () => Lower(Gather(context, type, cancellation), Name(context), cancellation))
            : default;

    private static LoweredClass Lower(GatheredClass gathered, PlainLocation? name, CancellationToken cancellation)
    {
        ProgramClassModel shape = gathered.ToModel();
        if (gathered.HasErrors)
            return new LoweredClass(shape, null, SourceMap.Empty, name, DiagnosticText.Of(gathered.Diagnostics));
        LoweringResult lowered = BpfFrontend.LowerProgramClass(gathered, gathered.Compilation, cancellation);
        return lowered.IsComplete && !lowered.HasErrors
            ? new LoweredClass(shape, new IrCode(lowered.Module), lowered.Sources, name, "")
            : new LoweredClass(shape, null, SourceMap.Empty, name, DiagnosticText.Of(lowered.Diagnostics, lowered.Sources));
    }

    private static GatheredClass Gather(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type, CancellationToken cancellation) =>
        ProgramClassGatherer.Gather(type, context.SemanticModel.Compilation, cancellation);

    private static PlainLocation? Name(GeneratorAttributeSyntaxContext context) => PlainLocation.Of(context.TargetSymbol.Locations[0]);

    private static INamedTypeSymbol? Owner(GeneratorAttributeSyntaxContext context) =>
        context.TargetSymbol is IMethodSymbol { ContainingType: { } type } method
        && SymbolEqualityComparer.Default.Equals(ProgramClassGatherer.FirstProgram(type), method)
            ? type
            : null;
}
