using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Gather;
using BpfSharp.Generator.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Generator;

/// <summary>
/// From program classes to their API and their objects. Two paths: the API comes of the declarations alone and is what an IDE binds to; objects are
/// lowered and compiled only where code is really built.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class BpfSharpGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> hasLoader = context.CompilationProvider
            .Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownNames.LoadedObject) is not null)
            .WithTrackingName(TrackingNames.HasLoader);
        IncrementalValueProvider<CompilationSettings> settings = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => CompilationSettings.Read(options.GlobalOptions));
        IncrementalValueProvider<ReferencedLibraries> libraries = context.CompilationProvider.Select(ReferencedLibraries.Of);

        List<IncrementalValuesProvider<Guarded<ProgramClassModel>>> shapes = ProgramClassGatherer.ProgramAttributes.Select(a => Shapes(context, a)).ToList();
        IncrementalValueProvider<HintNames> names = Names(shapes);
        foreach (IncrementalValuesProvider<Guarded<ProgramClassModel>> shape in shapes)
        {
            context.RegisterSourceOutput(shape.Combine(hasLoader).Combine(names), static (production, pair) =>
                ShapeOutput.Produce(production, pair.Left.Left, pair.Left.Right, pair.Right));
        }

        foreach (string attribute in ProgramClassGatherer.ProgramAttributes)
        {
            context.RegisterImplementationSourceOutput(Objects(context, attribute, libraries.Combine(settings)).Combine(names), static (production, pair) =>
                ObjectOutput.Produce(production, pair.Left, pair.Right));
        }

        RegisterBodies(context);
        context.RegisterImplementationSourceOutput(settings, static (production, value) =>
        {
            if (value.TargetKernel is null)
                production.ReportDiagnostic(Descriptors.UnknownTarget(value.TargetText));
        });
    }

    private static IncrementalValuesProvider<Guarded<ProgramClassModel>> Shapes(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, ClassTransforms.Shape)
            .Where(static shape => shape.IsSome)
            .WithTrackingName(TrackingNames.Shape);

    private static IncrementalValueProvider<HintNames> Names(IEnumerable<IncrementalValuesProvider<Guarded<ProgramClassModel>>> shapes) =>
        shapes
            .Select(static s => s.Collect().Select(static (all, _) => all.Select(static shape => shape.Value?.FullName).OfType<string>().ToEquatableArray()))
            .Aggregate(static (left, right) => left.Combine(right).Select(static (pair, _) => pair.Left.Concat(pair.Right).ToEquatableArray()))
            .Select(static (all, _) => HintNames.Of(all));

    private static IncrementalValuesProvider<Guarded<CompiledClass>> Objects(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        IncrementalValueProvider<(ReferencedLibraries Libraries, CompilationSettings Settings)> environment) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, ClassTransforms.Lower)
            .Where(static lowered => lowered.IsSome)
            .WithTrackingName(TrackingNames.Lowered)
            .Combine(environment)
            .Select(static (pair, cancellation) => ObjectCompilation.Compile(pair.Left, pair.Right.Libraries, pair.Right.Settings, cancellation))
            .WithTrackingName(TrackingNames.Compiled);

    private static void RegisterBodies(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> hasFunctions = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Function, static (_, _) => true, static (_, _) => true)
            .Collect()
            .Select(static (found, _) => found.Length != 0);
        IncrementalValueProvider<Guarded<LoweredBodies>> bodies = context.CompilationProvider
            .Combine(hasFunctions)
            .Select(static (pair, cancellation) => BodiesOutput.Lower(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.Bodies);
        context.RegisterImplementationSourceOutput(bodies, BodiesOutput.Produce);
    }
}
