using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace BpfSharp.Generator.Tests.Language;

/// <summary>A row of the table of syntax in docs/language.md.</summary>
/// <param name="Kind">Name of a SyntaxKind.</param>
/// <param name="Code">Statements of a method, or a struct <c>S</c> with a method <c>Run</c>.</param>
/// <param name="Verdict">"yes", "outside", or the id of a rule.</param>
internal sealed record SyntaxRow(string Kind, string Code, string Verdict)
{
    public const string Compiled = "yes";
    public const string Outside = "outside";

    public static IEnumerable<SyntaxRow> Parse(string page) =>
        Regex.Matches(page, @"(?m)^\| (\w+(?:Expression|Statement|Pattern)) \| `(.*)` \| (?:\[(BPF\d{4})\]\(rules/BPF\d{4}\.md\)|(yes|outside)) \|$")
            .Select(static m => new SyntaxRow(m.Groups[1].Value, m.Groups[2].Value.Replace("\\|", "|"), m.Groups[3].Success ? m.Groups[3].Value : m.Groups[4].Value));
}
