using System.Collections.Immutable;
using System.Linq;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Analyzers;

/// <summary>BPF1xxx and BPF3xxx of programs, and what of BPF2xxx depends on the target kernel or on code: what the front end can't honour and what the verifier would refuse, by the same code that builds the object.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProgramAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        DescriptorTable.Where(static id => id == "BPF0000" || id.StartsWith("BPF1", System.StringComparison.Ordinal) || id.StartsWith("BPF3", System.StringComparison.Ordinal) || id is "BPF2016" or "BPF2017" or "BPF2047" or "BPF2052" or "BPF2048" or "BPF2050" or "BPF2070");

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
        LoweringResult lowered = BpfFrontend.LowerProgramClass(gathered, context.Compilation, context.CancellationToken);
        var placement = new DiagnosticPlacement(lowered, type.DeclaringSyntaxReferences.Select(static r => r.SyntaxTree), gathered.Programs[0].Method.Locations[0]);
        LibraryBodies libraries = BpfFrontend.ReadLibraries(context.Compilation);
        foreach (CompilerDiagnostic diagnostic in lowered.Diagnostics)
            context.ReportDiagnostic(placement.Place(diagnostic));
        if (gathered.HasErrors || lowered.HasErrors || !lowered.IsComplete
            || BuildProperties.TargetKernel(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is not { } target)
            return;
        var options = new CompilerOptions { TargetKernel = target };
        CompilationResult result = CompilationCache.GetOrCompile(lowered.Module, libraries.Modules, options, context.CancellationToken);
        foreach (CompilerDiagnostic diagnostic in result.Diagnostics)
            context.ReportDiagnostic(placement.Place(diagnostic));
    }
}
