using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>One driver, run again after each edit, as an IDE and a compiler server do.</summary>
internal sealed class GeneratorRun
{
    private GeneratorDriver _driver;

    public GeneratorRun(Compilation compilation, params (string Key, string Value)[] properties)
    {
        _driver = CSharpGeneratorDriver.Create(
            [new BpfSharpGenerator().AsSourceGenerator()],
            parseOptions: TestCompilation.ParseOptions,
            optionsProvider: new PropertyOptions(properties),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Source = compilation;
        Output = compilation;
        Run(compilation);
    }

    /// <summary>MSBuild properties, as generators and analyzers see them.</summary>
    public static AnalyzerConfigOptionsProvider Options(params (string Key, string Value)[] properties) => new PropertyOptions(properties);

    /// <summary>Without what is generated.</summary>
    public Compilation Source { get; private set; }

    /// <summary>With what is generated.</summary>
    public Compilation Output { get; private set; }

    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    public GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    public IReadOnlyDictionary<string, string> Files => Result.GeneratedSources.ToDictionary(static s => s.HintName, static s => s.SourceText.ToString());

    public void Run(Compilation compilation, CancellationToken cancellation = default)
    {
        Source = compilation;
        _driver = _driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics, cancellation);
        Output = output;
        Diagnostics = diagnostics;
    }

    /// <summary>Replaces text of the first file and runs again.</summary>
    public void Edit(string old, string @new)
    {
        SyntaxTree tree = Source.SyntaxTrees.First();
        string text = tree.ToString();
        Xunit.Assert.Contains(old, text);
        Run(Source.ReplaceSyntaxTree(tree, TestCompilation.Parse(text.Replace(old, @new), tree.FilePath)));
    }

    /// <summary>Why the outputs of a tracked step are what they are, in the last run.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(static s => s.Outputs).Select(static o => o.Reason).ToArray()
            : [];

    /// <summary>Reasons of the source outputs: what an IDE would bind again.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons(string kind) =>
        Result.TrackedOutputSteps.TryGetValue(kind, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(static s => s.Outputs).Select(static o => o.Reason).ToArray()
            : [];

    private sealed class PropertyOptions((string Key, string Value)[] properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(properties.ToDictionary(static p => "build_property." + p.Key, static p => p.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
