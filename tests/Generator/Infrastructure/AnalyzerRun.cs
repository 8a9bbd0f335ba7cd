using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>All analyzers of the product, over source with what the generator adds.</summary>
internal static class AnalyzerRun
{
    /// <summary>Every analyzer of the assembly, so that a new one needs no list here.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = typeof(DescriptorTable).Assembly.GetTypes()
        .Where(static t => typeof(DiagnosticAnalyzer).IsAssignableFrom(t) && !t.IsAbstract)
        .OrderBy(static t => t.FullName, StringComparer.Ordinal)
        .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)
        .ToImmutableArray();

    public static async Task<ImmutableArray<Diagnostic>> RunAsync(Compilation source, params (string Key, string Value)[] properties)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], GeneratorRun.Options(properties)),
            (exception, analyzer, _) => Assert.Fail($"{analyzer}: {exception}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        ImmutableArray<Diagnostic> diagnostics = await new GeneratorRun(source, properties).Output.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }

    /// <summary>Exactly the marked places have diagnostics, all of one rule; without marks there is none.</summary>
    public static async Task ExpectAsync(string id, string marked, params (string Key, string Value)[] properties)
    {
        Marked source = Marked.Parse(marked);
        ImmutableArray<Diagnostic> diagnostics = await RunAsync(TestCompilation.Of(source.Text), properties);
        Assert.Equal(
            source.Spans.Select(s => $"{id} '{source.Text.Substring(s.Start, s.Length)}' at {s.Start}"),
            diagnostics.Select(d => $"{d.Id} '{source.Text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}' at {d.Location.SourceSpan.Start}"));
    }
}
