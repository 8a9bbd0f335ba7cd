using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using BpfSharp.Generator.Tests.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Generator.Tests.Language;

/// <summary>The table of docs/language.md: every kind of expression, statement and pattern that C# has, each with code that shows what becomes of it.</summary>
public sealed class SyntaxTableTests
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Runtime.CompilerServices; using System.Threading.Tasks; using BpfSharp;
        public record struct Flow(int Source, int Target) { public int Kind; }
        """;

    private static readonly SyntaxRow[] s_rows = [.. SyntaxRow.Parse(File.ReadAllText(Path.Combine(RuleFiles.Root, "docs/language.md")).ReplaceLineEndings("\n"))];

    [Fact]
    public void Every_kind_has_one_row()
    {
        string[] kinds = [.. Enum.GetNames<SyntaxKind>().Where(static n => Regex.IsMatch(n, "(Expression|Statement|Pattern)$")).Order(StringComparer.Ordinal)];
        Assert.Equal(kinds, s_rows.Select(static r => r.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_has_its_kind_in_it()
    {
        foreach (SyntaxRow row in s_rows)
        {
            SyntaxNode root = TestCompilation.Parse(row.Verdict == SyntaxRow.Outside ? row.Code : Source([row]), "Kind.cs").GetRoot();
            Assert.True(root.DescendantNodes().Any(n => n.Kind().ToString() == row.Kind), $"{row.Kind}: {row.Code}");
        }
    }

    [Fact]
    public void What_is_said_to_be_compiled_is()
    {
        SyntaxRow[] rows = [.. s_rows.Where(static r => r.Verdict == SyntaxRow.Compiled)];
        var run = new GeneratorRun(TestCompilation.Of(Source(rows)));
        AssertNoErrors(run.Diagnostics.Concat(run.Output.GetDiagnostics()));
        Assert.Equal(rows.Length, EmbeddedObject.Of(run, "Kinds").Programs.Count);
    }

    [Fact]
    public async Task What_is_said_to_be_refused_is_by_that_rule()
    {
        SyntaxRow[] rows = [.. s_rows.Where(static r => r.Verdict is not (SyntaxRow.Compiled or SyntaxRow.Outside))];
        Compilation compilation = TestCompilation.Of(Source(rows));
        AssertNoErrors(compilation.GetDiagnostics());
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(compilation);
        ILookup<int, string> found = diagnostics.ToLookup(static d => d.Location.GetLineSpan().StartLinePosition.Line, static d => d.Id);
        string[] lines = Source(rows).Split('\n');
        var wrong = new List<string>();
        foreach (SyntaxRow row in rows)
        {
            int line = Array.FindIndex(lines, l => l.Contains($"/* {row.Kind} */"));
            // The first says why; what comes behind it in the code may have more to say.
            if (found[line].FirstOrDefault() != row.Verdict)
                wrong.Add($"{row.Kind}: {string.Join(' ', found[line])} instead of {row.Verdict}: {row.Code}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static void AssertNoErrors(IEnumerable<Diagnostic> diagnostics)
    {
        Diagnostic[] errors = [.. diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, string.Join('\n', errors.AsEnumerable()));
    }

    // One line and one program for each row.
    private static string Source(IEnumerable<SyntaxRow> rows) =>
        $$"""
        {{Usings}}
        public static partial class Kinds
        {
            private static int s_value;
        {{string.Join('\n', rows.Select(Program))}}
        }
        """;

    private static string Program(SyntaxRow row)
    {
        bool isType = Regex.IsMatch(row.Code, "^(ref )?struct S");
        string body = isType ? $"x += new {row.Kind}Type.S().Run();" : row.Code;
        string type = isType ? $"static class {row.Kind}Type {{ public {row.Code} }} " : "";
        return $"/* {row.Kind} */ {type}[XdpProgram] static unsafe XdpAction {row.Kind}(XdpContext ctx) {{ int n = ctx.Length; Flow f = default; Span<int> c = stackalloc int[4]; return {row.Kind}(n, n, n > 7 ? n : null, ref f, c, &n) > 0 ? XdpAction.Pass : XdpAction.Drop; }} "
            + $"static unsafe int {row.Kind}(int x, long l, int? maybe, ref Flow flow, scoped Span<int> cells, int* p) {{ {body} return x; }}";
    }
}
