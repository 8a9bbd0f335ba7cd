using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Incremental;

public sealed class RobustnessTests
{
    [Fact]
    public void Every_prefix_of_a_source_is_survived()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall));
        Compilation whole = run.Source;
        SyntaxTree tree = whole.SyntaxTrees.Single();
        string text = Samples.Firewall;
        for (int length = 0; length <= text.Length; length++)
        {
            run.Run(whole.ReplaceSyntaxTree(tree, TestCompilation.Parse(text[..length], tree.FilePath)));
            AssertSurvived(run, text[..length]);
        }
    }

    [Fact]
    public void Every_missing_token_is_survived()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Firewall));
        Compilation whole = run.Source;
        SyntaxTree tree = whole.SyntaxTrees.Single();
        foreach (SyntaxToken token in tree.GetRoot().DescendantTokens())
        {
            string text = Samples.Firewall.Remove(token.SpanStart, token.Span.Length);
            run.Run(whole.ReplaceSyntaxTree(tree, TestCompilation.Parse(text, tree.FilePath)));
            AssertSurvived(run, text);
        }
    }

    [Fact]
    public async Task Analyzers_survive_half_typed_code()
    {
        string text = Samples.Firewall;
        for (int length = 0; length <= text.Length; length += 37)
        {
            foreach (Diagnostic diagnostic in await AnalyzerRun.RunAsync(TestCompilation.Of(text[..length])))
                Assert.StartsWith("BPF", diagnostic.Id, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cancellation_is_passed_on_and_leaves_the_driver_usable()
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Other));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => run.Run(TestCompilation.Of(Samples.Firewall), cancelled.Token));
        run.Run(TestCompilation.Of(Samples.Firewall));
        Assert.Empty(run.Diagnostics);
        Assert.NotEmpty(EmbeddedObject.Base64(run, "Shop.Firewall"));
    }

    private static void AssertSurvived(GeneratorRun run, string text)
    {
        Assert.True(run.Result.Exception is null, $"{run.Result.Exception}\n{text}");
        Diagnostic? internalError = run.Diagnostics.FirstOrDefault(static d => d.Id is "BPF0000" or "CS8785");
        Assert.True(internalError is null, $"{internalError}\n{text}");
    }
}
