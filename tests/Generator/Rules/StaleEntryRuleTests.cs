using System.Collections.Immutable;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>A reference to an entry that the program has removed or replaced: the diagnostic stands at the use, and names the change.</summary>
public sealed class StaleEntryRuleTests
{
    [Theory]
    [InlineData("if (Flows.TryGetRef(key, out Ref<Flow> f)) { [|Flows.Remove(key)|]; [|f.Value.Bytes|]++; }")]
    [InlineData("ref Flow f = ref Flows[key & 7]; [|Flows.Set(key & 7, new Flow { Bytes = 1 })|]; s_sum += [|f.Bytes|];")]
    [InlineData("var pair = new Pair { A = key, B = 3 }; if (Pairs.TryGetRef(pair, out Ref<Flow> f)) { [|Pairs.Remove(pair)|]; s_sum += [|f.Value.Bytes|]; }")]
    public async Task Stale(string body)
    {
        Marked source = Source(body);
        Diagnostic diagnostic = Assert.Single(await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text)), static d => d.Id == "BPF3086");
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
        Assert.True(source.Spans[1].IntersectsWith(diagnostic.Location.SourceSpan));
        Assert.True(source.Spans[0].Contains(Assert.Single(diagnostic.AdditionalLocations).SourceSpan));
    }

    [Theory]
    [InlineData("if (Flows.TryGetRef(key, out Ref<Flow> f)) { s_sum += f.Value.Bytes; Flows.Remove(key); }")]
    [InlineData("if (Flows.TryGetRef(key, out Ref<Flow> f)) { Flows.Set(key + 1, default); f.Value.Bytes++; Flows.Remove(ctx.Packet.Header<uint>(4)); f.Value.Bytes++; }")]
    [InlineData("if (!Flows.TryGetRef(key, out Ref<Flow> f)) { Flows.TryAdd(key, default); if (!Flows.TryGetRef(key, out f)) return XdpAction.Drop; } f.Value.Bytes++;")]
    [InlineData("if (Flows.TryGetRef(key, out Ref<Flow> f)) { long bytes = f.Value.Bytes; Flows.Remove(key); s_sum += bytes; }")]
    public async Task Right(string body)
    {
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(Source(body).Text));
        Assert.Empty(diagnostics);
    }

    private static Marked Source(string body) => Marked.Parse(Samples.Class(
        "public struct Flow { public long Bytes; } public struct Pair { public uint A; public uint B; } static readonly HashMap<uint, Flow> Flows = new(maxEntries: 4); static readonly HashMap<Pair, Flow> Pairs = new(maxEntries: 4); "
        + $"static long s_sum; [XdpProgram] public static XdpAction Filter(XdpContext ctx) {{ uint key = ctx.Packet.Header<uint>(0); {body} return XdpAction.Pass; }}"));
}
