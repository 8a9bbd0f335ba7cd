using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>Sources with the expected diagnostics in them: <c>{|BPF1000:code|}</c>.</summary>
internal static class Markup
{
    /// <param name="members">Members of a class of exported functions.</param>
    public static void Check(string members, string types = "")
    {
        string header = "using System; using System.Collections.Generic; using System.Linq; using System.Runtime.CompilerServices; using System.Threading.Tasks; using BpfSharp;\n" + types + "\n[BpfFunction] public static class Functions {\n";
        string source = Strip(header + members + "\n}", out List<string> expected);
        CSharpCompilation compilation = Lowered.Compile(source);
        Assert.Equal("", string.Join("\n", compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error)));
        LoweringResult result = BpfFrontend.LowerLibrary(compilation)!;
        Assert.True(result.IsComplete);
        IEnumerable<string> actual = result.Diagnostics.Select(d => Describe(source, d.Id, d.Span < 0 ? default : result.Locations[d.Span].SourceSpan));
        Assert.Equal(string.Join("\n", expected.Order()), string.Join("\n", actual.Order()));
        foreach (CompilerDiagnostic diagnostic in result.Diagnostics)
            Assert.DoesNotContain("{", Lowered.Text(diagnostic));
    }

    private static string Strip(string marked, out List<string> expected)
    {
        var text = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var spans = new List<(string Id, TextSpan Span)>();
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '{' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                int colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon], text.Length));
                i = colon;
            }
            else if (marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == '}')
            {
                (string id, int start) = open.Pop();
                spans.Add((id, TextSpan.FromBounds(start, text.Length)));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        string source = text.ToString();
        expected = spans.Select(s => Describe(source, s.Id, s.Span)).ToList();
        return source;
    }

    private static string Describe(string source, string id, TextSpan span) => $"{id} at {span.Start}: {source.Substring(span.Start, span.Length)}";
}
