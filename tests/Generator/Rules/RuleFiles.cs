using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Diagnostics;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>Files of the repository that list the rules, as the catalog says they must be. Set BPFSHARP_UPDATE=1 to have the tests write them.</summary>
internal static class RuleFiles
{
    private const string ReleaseHeader = """
        ; Unshipped analyzer release
        ; https://github.com/dotnet/roslyn/blob/main/src/RoslynAnalyzers/Microsoft.CodeAnalysis.Analyzers/ReleaseTrackingAnalyzers.Help.md

        ### New Rules

        Rule ID | Category | Severity | Notes
        --------|----------|----------|-------

        """;

    private const string IndexHeader = """
        # Rules

        Every diagnostic that BpfSharp reports. Analyzers report them live at their exact places, so `#pragma warning` and `.editorconfig` work; the generator adds
        [BPF0001](BPF0001.md) where a program can't be compiled, so that a build without analyzers fails too.

        """;

    private static readonly (string Prefix, string Title)[] s_groups =
    [
        ("BPF0", "BpfSharp itself"),
        ("BPF1", "The C# subset"),
        ("BPF2", "Declarations: programs, maps, globals, constants"),
        ("BPF3", "What the kernel's verifier would refuse"),
    ];

    public static string Root { get; } = FindRoot();

    public static bool Update => Environment.GetEnvironmentVariable("BPFSHARP_UPDATE") == "1";

    public static IReadOnlyList<DiagnosticRule> Rules { get; } = DiagnosticCatalog.All.OrderBy(static r => r.Id, StringComparer.Ordinal).ToArray();

    public static string Page(string id) => Path.Combine(Root, "docs/rules", id + ".md");

    /// <summary>Path and text of every such file.</summary>
    public static IEnumerable<(string Path, string Text)> Expected()
    {
        yield return ("docs/rules/README.md", Index());
        yield return ("src/BpfSharp.Generator/AnalyzerReleases.Unshipped.md", Releases(IsOfGenerator));
        yield return ("analyzers/BpfSharp.Analyzers/AnalyzerReleases.Unshipped.md", Releases(IsOfAnalyzers));
    }

    /// <summary>The generator's own.</summary>
    public static bool IsOfGenerator(string id) => id.StartsWith("BPF0", StringComparison.Ordinal);

    /// <summary>All others, and a bug of the front end, which whoever runs it reports.</summary>
    public static bool IsOfAnalyzers(string id) => !IsOfGenerator(id) || id == "BPF0000";

    private static string Releases(Func<string, bool> choose) =>
        ReleaseHeader + string.Concat(Rules.Where(r => choose(r.Id)).Select(static r => $"{r.Id} | BpfSharp | {r.Level} | [{r.Title}](../../docs/rules/{r.Id}.md)\n"));

    private static string Index()
    {
        var text = new StringBuilder(IndexHeader);
        foreach ((string prefix, string title) in s_groups)
        {
            text.Append($"\n## {title}\n\n| rule | title |\n|---|---|\n");
            foreach (DiagnosticRule rule in Rules.Where(r => r.Id.StartsWith(prefix, StringComparison.Ordinal)))
                text.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} |\n");
        }

        return text.ToString();
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Generator.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository is not above the test's folder.");
    }
}
