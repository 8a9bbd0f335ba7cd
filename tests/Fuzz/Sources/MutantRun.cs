using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using BpfSharp.Analyzers;
using BpfSharp.Fuzz.Running;
using BpfSharp.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Fuzz.Sources;

/// <summary>One file through generator and all analyzers.</summary>
internal static class MutantRun
{
    private const int MostDiagnostics = 20;
    private static readonly TimeSpan s_allowed = TimeSpan.FromSeconds(2);
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.CSharp14);
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(ProgramAnalyzer).Assembly.GetTypes()
            .Where(static t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    public static MutantResult Run(string text)
    {
        string? failure = null;
        TimeSpan time = default;
        int programs = 0;
        // A busy machine takes a thread's time, and this process's other threads use time: what is slow again and again by either measure is slow.
        for (int i = 0; i < 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            (failure, programs) = Try(text);
            time = Stopwatch.GetElapsedTime(start);
            used = Environment.CpuUsage.TotalTime - used;
            time = used < time ? used : time;
            if (failure is not null || time < s_allowed)
                break;
        }

        return new MutantResult(failure ?? (time > s_allowed ? "slow" : null), programs, time);
    }

    private static (string? Failure, int Programs) Try(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, s_parse, "Mutant.cs");
        Compilation compilation = CSharpCompilation.Create("Mutant", [tree], References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: false));
        try
        {
            GeneratorDriver driver = CSharpGeneratorDriver.Create([new BpfSharpGenerator().AsSourceGenerator()], parseOptions: s_parse)
                .RunGeneratorsAndUpdateCompilation(compilation, out _, out ImmutableArray<Diagnostic> diagnostics);
            if (driver.GetRunResult().Results[0].Exception is { } thrown)
                return ($"generator: {Describe(thrown)}", 0);
            var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
            ImmutableArray<Diagnostic> analyzed = compilation.WithAnalyzers(s_analyzers, options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
            return (Judge(tree, [.. diagnostics, .. analyzed]), driver.GetRunResult().Results[0].GeneratedSources.Length);
        }
        catch (Exception e) when (!IsRoslyns(e))
        {
            return (Describe(e), 0);
        }
        catch (Exception)
        {
            // Roslyn's own bugs with damaged code are not ours.
            return (null, 0);
        }
    }

    private static string? Judge(SyntaxTree tree, IReadOnlyList<Diagnostic> diagnostics)
    {
        // AD0001: an analyzer threw.
        if (diagnostics.FirstOrDefault(static d => d.Id is "BPF0000" or "AD0001") is { } bug)
            return bug.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Split('\n')[0];
        SyntaxNode root = tree.GetRoot();
        IGrouping<SyntaxNode?, Diagnostic>? most = diagnostics.Where(static d => d.Id.StartsWith("BPF", StringComparison.Ordinal) && d.Location.IsInSource)
            .GroupBy(d => root.FindToken(d.Location.SourceSpan.Start).Parent?.FirstAncestorOrSelf<MemberDeclarationSyntax>() as SyntaxNode)
            .MaxBy(static g => g.Count());
        return most is not null && most.Key is BaseMethodDeclarationSyntax && most.Count() > MostDiagnostics ? $"flood of {most.First().Id}" : null;
    }

    // Nothing of the product between us and the throw.
    private static bool IsRoslyns(Exception e) => e.StackTrace is { } trace && !trace.Split('\n').Any(IsProducts);

    private static bool IsProducts(string frame) => frame.Contains("BpfSharp.", StringComparison.Ordinal) && !frame.Contains(typeof(MutantRun).FullName!, StringComparison.Ordinal);

    private static string Describe(Exception e) =>
        $"{e.GetType().Name}: {e.StackTrace?.Split('\n').FirstOrDefault(IsProducts)?.Trim()}";
}
