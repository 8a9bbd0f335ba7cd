using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>Diagnostics about bodies: at the exact node, live, and in the file that is looked at.</summary>
public sealed class PlacementTests
{
    private const string Helper = """
        static class Helper
        {
            public static int Near(int n) => Far(n) + 1;

            public static int Far(int n) => (int)(n * 0.5);
        }
        """;

    [Fact]
    public async Task Cause_in_the_programs_own_file_is_reported_where_it_is()
    {
        Marked source = Marked.Parse(Samples.Class("[XdpProgram] public static XdpAction Filter(XdpContext ctx) => Half([|ctx.Length * 0.5|]); static XdpAction Half(double d) => XdpAction.Pass;"));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text));
        Assert.Contains(diagnostics, d => d.Id == "BPF1001" && source.Spans[0].Contains(d.Location.SourceSpan));
        Assert.All(diagnostics, static d => Assert.StartsWith("BPF1", d.Id));
    }

    [Fact]
    public async Task Cause_in_another_file_is_reported_at_the_call_and_named()
    {
        Marked source = Marked.Parse(Samples.Class("[XdpProgram] public static XdpAction Filter(XdpContext ctx) => [|Helper.Near(3)|] == 2 ? XdpAction.Drop : XdpAction.Pass;"));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text, Helper));
        Diagnostic diagnostic = diagnostics.First();
        Assert.Equal("BPF1001", diagnostic.Id);
        Assert.Equal("/src/File0.cs", diagnostic.Location.SourceTree!.FilePath);
        Assert.Equal(source.Spans[0], diagnostic.Location.SourceSpan);
        Location cause = Assert.Single(diagnostic.AdditionalLocations);
        Assert.Equal("/src/File1.cs", cause.SourceTree!.FilePath);
        Assert.Contains("0.5", Helper.Substring(cause.SourceSpan.Start, cause.SourceSpan.Length));
    }

    [Fact]
    public async Task Nothing_of_generated_code_is_analyzed() => Assert.Empty(await AnalyzerRun.RunAsync(TestCompilation.Of(Samples.Firewall, Samples.Other)));

    // Of other classes' fields the code is asked, not the declarations: those rules are the analyzers' of code too.
    [Fact]
    public async Task What_another_classes_field_cannot_be_is_reported_from_programs_and_from_exported_functions()
    {
        Marked source = Marked.Parse(Samples.Class("[XdpProgram] public static XdpAction Filter(XdpContext ctx) => Other.Start > 3 ? XdpAction.Drop : XdpAction.Pass;")
            + "static class Other { public static long Start = [|System.Environment.TickCount64|]; }\n"
            + "static class Library { public static long End = [|System.Environment.TickCount64|]; [BpfFunction] public static long Get() => End; }\n");
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text));
        Assert.Equal(source.Spans, diagnostics.Where(static d => d.Id == "BPF2017").Select(static d => d.Location.SourceSpan).Distinct());
    }

    [Fact]
    public async Task A_method_that_is_not_written_for_BPF_says_so_a_few_times()
    {
        string body = string.Concat(Enumerable.Range(0, 30).Select(static i => $"double d{i} = {i}.5 * ctx.Length; "));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(Samples.Class($"[XdpProgram] public static XdpAction Filter(XdpContext ctx) {{ {body} return XdpAction.Pass; }}")));
        Assert.InRange(diagnostics.Length, 5, 20);
    }
}
