using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Generator.Tests.CodeFixes;

public sealed class CodeFixTests
{
    private const string Program = "[XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass;";

    [Theory]
    [InlineData("BPF2001",
        "static partial class P { [XdpProgram] public XdpAction Main(XdpContext ctx) => XdpAction.Pass; }",
        "static partial class P { [XdpProgram] public static XdpAction Main(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF2001",
        "static partial class P { [XdpProgram] /* why */ XdpAction Main(XdpContext ctx) => XdpAction.Pass; }",
        "static partial class P { [XdpProgram] /* why */ static XdpAction Main(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF2004", "public class P { " + Program + " }", "public static partial class P { " + Program + " }")]
    [InlineData("BPF2004", "/* c */ class P { " + Program + " }", "/* c */ static partial class P { " + Program + " }")]
    [InlineData("BPF2004", "internal partial class P { " + Program + " }", "internal static partial class P { " + Program + " }")]
    [InlineData("BPF2004", "partial class P { " + Program + " }", "static partial class P { " + Program + " }")]
    [InlineData("BPF2004", "static class P { " + Program + " }", "static partial class P { " + Program + " }")]
    [InlineData("BPF2005", "class Q { static partial class P { " + Program + " } }", "partial class Q { static partial class P { " + Program + " } }")]
    [InlineData("BPF2002",
        "static partial class P { [XdpProgram] public static XdpAction Main(TcContext packet) => XdpAction.Pass; }",
        "static partial class P { [XdpProgram] public static XdpAction Main(XdpContext packet) => XdpAction.Pass; }")]
    [InlineData("BPF2002",
        "static partial class P { [TcProgram] public static TcAction Main() => TcAction.Ok; }",
        "static partial class P { [TcProgram] public static TcAction Main(TcContext ctx) => TcAction.Ok; }")]
    [InlineData("BPF2002",
        "static partial class P { [TcProgram] public static TcAction Main(int n, TcContext c) => TcAction.Ok; }",
        "static partial class P { [TcProgram] public static TcAction Main(TcContext c) => TcAction.Ok; }")]
    [InlineData("BPF2003",
        "static partial class P { [XdpProgram] public static int Main(XdpContext ctx) => 2; }",
        "static partial class P { [XdpProgram] public static XdpAction Main(XdpContext ctx) => 2; }")]
    public async Task Fix_writes_what_the_rule_asks_for(string id, string broken, string expected)
    {
        // The type expression is fully qualified; an IDE shortens it afterwards by its annotation.
        string actual = await FixRun.ApplyAsync(id, "using BpfSharp;\n" + broken);
        Assert.Equal("using BpfSharp;\n" + expected, actual.Replace("global::BpfSharp.", "").Replace("BpfSharp.Xdp", "Xdp").Replace("BpfSharp.Tc", "Tc"));
        Assert.DoesNotContain(await AnalyzerRun.RunAsync(TestCompilation.Of(actual)), d => d.Id == id);
    }
}
