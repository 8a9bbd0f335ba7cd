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

    [Theory]
    [InlineData("struct K { K k; } static readonly HashMap<K, uint> M = new(1);")]
    [InlineData("struct A { B b; } struct B { A a; } static A s_a;")]
    [InlineData("struct G<T> { G<G<T>> g; } static readonly ArrayMap<G<int>> M = new(1);")]
    [InlineData("struct G<T> { G<G<T>> g; public int N; } [XdpProgram] static XdpAction F(XdpContext c) { G<int> g = default; return (XdpAction)g.N; }")]
    [InlineData("struct K { K k; public int N; } [XdpProgram] static XdpAction F(XdpContext c) { K k = default; return (XdpAction)k.N; }")]
    [InlineData("static readonly HashMap<,> M = new(1);")]
    [InlineData("static readonly LoadConstant<> N = 1; static readonly LoadConstant<uint> = 1;")]
    [InlineData("[Range(1)] static readonly LoadConstant<uint> N = 1; [BpfSharp.Range(null, \"x\")] static readonly LoadConstant<uint> O = ;")]
    [InlineData("[XdpProgram(OnFault = )] static XdpAction F(XdpContext c) => ; [XdpProgram(Name = null)] static G(")]
    [InlineData("enum E : string { A } static readonly HashMap<E, E> M = new(1); static E s_e = E.A; [BpfLicense(null)] class C { }")]
    public async Task Impossible_declarations_are_survived(string members)
    {
        GeneratorRun run = new(TestCompilation.Of(Samples.Class(members)));
        AssertSurvived(run, members);
        _ = await AnalyzerRun.RunAsync(run.Source);
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
