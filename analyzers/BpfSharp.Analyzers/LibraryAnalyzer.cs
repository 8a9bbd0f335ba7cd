using System.Collections.Immutable;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Frontend;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Analyzers;

/// <summary>BPF1xxx of exported functions, and what can't be of fields that they use. Their bodies are closed over private callees, so they are looked at for the whole compilation, not while one file is typed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LibraryAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        DescriptorTable.Where(static id => id == "BPF0000" || id.StartsWith("BPF1", System.StringComparison.Ordinal) || id is "BPF2016" or "BPF2017");

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(KnownNames.Function) is null
            || BpfFrontend.LowerLibrary(context.Compilation, context.CancellationToken) is not { } lowered)
            return;
        var placement = new DiagnosticPlacement(lowered, context.Compilation.SyntaxTrees, Location.None);
        foreach (CompilerDiagnostic diagnostic in lowered.Diagnostics)
            context.ReportDiagnostic(placement.Place(diagnostic));
    }
}
