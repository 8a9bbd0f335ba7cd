using System.Threading;
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
        foreach (string attribute in ProgramClassGatherer.ProgramAttributes)
        {
            IncrementalValuesProvider<Guarded<ProgramClassModel>> shapes = context.SyntaxProvider
                .ForAttributeWithMetadataName(attribute, static (node, _) => node is MethodDeclarationSyntax, ClassTransforms.Shape)
                .Where(static shape => shape.Value is not null || shape.Error is not null)
                .WithTrackingName(TrackingNames.Shape);
            context.RegisterSourceOutput(shapes.Combine(hasLoader), static (production, pair) =>
            {
                (Guarded<ProgramClassModel> shape, bool loader) = pair;
                if (shape.Value is not null)
                    ShapeOutput.Produce(production, shape.Value, loader);
                if (shape.Error is not null)
                    production.ReportDiagnostic(Descriptors.InternalError(shape.Error));
            });
        }
    }
}
