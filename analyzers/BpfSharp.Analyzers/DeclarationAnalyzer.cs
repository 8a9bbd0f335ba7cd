using System.Collections.Immutable;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Analyzers;

/// <summary>BPF2xxx: what programs, maps, globals and constants must be as declared.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        DescriptorTable.Where(static id => (id.StartsWith("BPF2", System.StringComparison.Ordinal) && !MapUseAnalyzer.Reports(id)) || id is "BPF1050");

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!ProgramClassGatherer.IsProgramClass(type))
            return;
        GatheredClass gathered = ProgramClassGatherer.Gather(type, context.Compilation, context.CancellationToken);
        foreach (GatheredDiagnostic diagnostic in gathered.Diagnostics)
            context.ReportDiagnostic(DescriptorTable.Create(diagnostic.Id, diagnostic.Location, null, diagnostic.Arguments));
    }
}
