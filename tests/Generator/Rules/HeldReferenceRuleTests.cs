using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>What is reserved is released on every way: the diagnostic stands at the acquiring call, and names where the way ends.</summary>
public sealed class HeldReferenceRuleTests
{
    [Theory]
    // A way without a release: the second span is where the program ends.
    [InlineData("BPF3040", "var r = [|Events.Reserve()|]; if (r.IsAbsent) return XdpAction.Pass; r.Record = 1; [|return XdpAction.Drop;|]")]
    [InlineData("BPF3040", "var r = [|Events.Reserve()|]; if (r.IsAbsent) return XdpAction.Pass; r.Record = [|100 / ctx.Length|]; r.Submit(); return XdpAction.Drop;")]
    [InlineData("BPF3042", "using var r = Events.Reserve(); if (r.IsAbsent) return XdpAction.Pass; ref long e = ref r.Record; [|r.Submit()|]; [|e = 1|]; return XdpAction.Drop;")]
    public async Task Broken(string id, string body)
    {
        Marked source = Source(body);
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text));
        Diagnostic diagnostic = Assert.Single(diagnostics, d => d.Id == id);
        bool isFirst = id != "BPF3042";
        Assert.Equal(source.Spans[isFirst ? 0 : 1], diagnostic.Location.SourceSpan);
        Assert.True(source.Spans[isFirst ? 1 : 0].Contains(Assert.Single(diagnostic.AdditionalLocations).SourceSpan));
    }

    [Theory]
    [InlineData("using var r = Events.Reserve(); if (r.IsAbsent) return XdpAction.Pass; r.Record = 100 / ctx.Length; return XdpAction.Drop;")]
    [InlineData("using var r = Events.Reserve(); r.Record = 3; if (ctx.Length > 60) r.Submit(); return XdpAction.Drop;")]
    [InlineData("var r = Events.Reserve(); r.Submit(); return XdpAction.Drop;")]
    public async Task Right(string body) => Assert.Empty(await AnalyzerRun.RunAsync(TestCompilation.Of(Source(body).Text)));

    private static Marked Source(string body) => Marked.Parse(Samples.Class(
        $"static readonly RingBufferMap<long> Events = new(byteSize: 4096); [XdpProgram] public static XdpAction Filter(XdpContext ctx) {{ {body} }}"));
}
