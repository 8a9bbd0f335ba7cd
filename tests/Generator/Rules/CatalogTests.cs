using System;
using System.IO;
using System.Linq;
using BpfSharp.Analyzers;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

public sealed class CatalogTests
{
    private static readonly string[] s_releaseFiles =
    [
        "src/BpfSharp.Generator/AnalyzerReleases.Unshipped.md",
        "src/BpfSharp.Generator/AnalyzerReleases.Shipped.md",
        "analyzers/BpfSharp.Analyzers/AnalyzerReleases.Unshipped.md",
        "analyzers/BpfSharp.Analyzers/AnalyzerReleases.Shipped.md",
    ];

    public static TheoryData<string> Ids => [.. DiagnosticCatalog.All.Select(static r => r.Id).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_page_of_its_title(string id)
    {
        string page = Path.Combine(Root, "docs/rules", id + ".md");
        Assert.True(File.Exists(page), $"{page} is missing");
        Assert.Equal($"# {id}: {DiagnosticCatalog.Get(id).Title}", File.ReadLines(page).First());
        Assert.Contains($"({id}.md)", File.ReadAllText(Path.Combine(Root, "docs/rules/README.md")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_stands_in_one_release_file(string id) => Assert.Equal(
        1, s_releaseFiles.SelectMany(f => File.ReadLines(Path.Combine(Root, f))).Count(line => line.StartsWith(id + " |", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_is_reported_by_generator_or_analyzers(string id)
    {
        int reporters = AnalyzerRun.Analyzers.Count(a => a.SupportedDiagnostics.Any(d => d.Id == id));
        Assert.Equal(id.StartsWith("BPF0", StringComparison.Ordinal), reporters == 0);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_says_what_the_catalog_says(string id)
    {
        DiagnosticDescriptor descriptor = DescriptorTable.Get(id);
        DiagnosticRule rule = DiagnosticCatalog.Get(id);
        Assert.Equal(rule.Title, descriptor.Title.ToString());
        Assert.Equal(rule.Format, descriptor.MessageFormat.ToString());
        Assert.EndsWith($"docs/rules/{id}.md", descriptor.HelpLinkUri, StringComparison.Ordinal);
        Assert.True(descriptor.IsEnabledByDefault);
    }

    private static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Generator.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository is not above the test's folder.");
    }
}
