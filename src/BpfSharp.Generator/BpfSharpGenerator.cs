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

        foreach (string attribute in ProgramClassGatherer.ProgramAttributes)
        {
            RegisterShapes(context, attribute, hasLoader);
            RegisterObjects(context, attribute, libraries.Combine(settings));
        }

        RegisterBodies(context);
        context.RegisterImplementationSourceOutput(settings, static (production, value) =>
        {
            if (value.TargetKernel is null)
                production.ReportDiagnostic(Descriptors.UnknownTarget(value.TargetText));
        });
    }

    private static void RegisterShapes(IncrementalGeneratorInitializationContext context, string attribute, IncrementalValueProvider<bool> hasLoader)
    {
        IncrementalValuesProvider<Guarded<ProgramClassModel>> shapes = context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, ClassTransforms.Shape)
            .Where(static shape => shape.IsSome)
            .WithTrackingName(TrackingNames.Shape);
        context.RegisterSourceOutput(shapes.Combine(hasLoader), static (production, pair) => ShapeOutput.Produce(production, pair.Left, pair.Right));
    }

    private static void RegisterObjects(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        IncrementalValueProvider<(ReferencedLibraries Libraries, CompilationSettings Settings)> environment)
    {
        IncrementalValuesProvider<Guarded<CompiledClass>> objects = context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, ClassTransforms.Lower)
            .Where(static lowered => lowered.IsSome)
            .WithTrackingName(TrackingNames.Lowered)
            .Combine(environment)
            .Select(static (pair, cancellation) => ObjectCompilation.Compile(pair.Left, pair.Right.Libraries, pair.Right.Settings, cancellation))
            .WithTrackingName(TrackingNames.Compiled);
        context.RegisterImplementationSourceOutput(objects, ObjectOutput.Produce);
    }

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
