using System.Collections.Generic;
using System.Linq;
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
        if (lowered.IsComplete && !lowered.HasErrors)
            return new LoweredClass(shape, new IrCode(lowered.Module), lowered.Sources, name, "");
        string refusal = lowered.HasErrors ? DiagnosticText.Of(lowered.Diagnostics, lowered.Sources) : WhySilent(gathered, lowered, cancellation);
        return new LoweredClass(shape, null, SourceMap.Empty, name, refusal);
    }

    // Errors of C# are csc's to report. Without one, a class must not go without its object silently.
    private static string WhySilent(GatheredClass gathered, LoweringResult lowered, CancellationToken cancellation)
    {
        IEnumerable<SyntaxTree> reached = gathered.Type.DeclaringSyntaxReferences.Select(static r => r.SyntaxTree).Concat(lowered.Locations.Select(static l => l.SourceTree!)).Distinct();
        // Half-typed code mostly has errors of syntax, which are there already; those of meaning have all of the file bound once more.
        bool hasErrors = reached.Any(tree => IsError(tree.GetDiagnostics(cancellation)) || IsError(gathered.Compilation.GetSemanticModel(tree).GetDiagnostics(null, cancellation)));
        return hasErrors ? "" : "the front end gave up and said no reason; please report this with the class's source";
    }

    private static bool IsError(IEnumerable<Diagnostic> diagnostics) => diagnostics.Any(static d => d.Severity == DiagnosticSeverity.Error);

    private static GatheredClass Gather(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type, CancellationToken cancellation) =>
        GatheredClasses.Of(type, context.SemanticModel.Compilation, cancellation);

    private static PlainLocation? Name(GeneratorAttributeSyntaxContext context) => PlainLocation.Of(context.TargetSymbol.Locations[0]);

    private static INamedTypeSymbol? Owner(GeneratorAttributeSyntaxContext context) =>
        context.TargetSymbol is IMethodSymbol { ContainingType: { } type } && ProgramClassGatherer.IsFirst(context.Attributes[0], type) ? type : null;
}
