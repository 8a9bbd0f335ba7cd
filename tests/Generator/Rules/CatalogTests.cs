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
    public static TheoryData<string> Ids => [.. RuleFiles.Rules.Select(static r => r.Id)];

    public static TheoryData<string> Lists => [.. RuleFiles.Expected().Select(static f => f.Path)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_page_of_its_title(string id)
    {
        Assert.True(File.Exists(RuleFiles.Page(id)), $"{RuleFiles.Page(id)} is missing");
        Assert.Equal($"# {id}: {DiagnosticCatalog.Get(id).Title}", File.ReadLines(RuleFiles.Page(id)).First());
    }

    [Fact]
    public void Every_page_is_of_a_rule() => Assert.Equal(
        RuleFiles.Rules.Select(static r => r.Id),
        Directory.GetFiles(Path.GetDirectoryName(RuleFiles.Page(""))!, "BPF*.md").Select(static f => Path.GetFileNameWithoutExtension(f)!).Order(System.StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Lists))]
    public void List_of_rules_is_that_of_the_catalog(string path)
    {
        string file = Path.Combine(RuleFiles.Root, path);
        string expected = RuleFiles.Expected().Single(f => f.Path == path).Text;
        if (RuleFiles.Update)
            File.WriteAllText(file, expected);
        Assert.Equal(expected, File.ReadAllText(file));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_is_reported_by_generator_or_analyzers(string id) =>
        Assert.Equal(RuleFiles.IsOfAnalyzers(id), AnalyzerRun.Analyzers.Any(a => a.SupportedDiagnostics.Any(d => d.Id == id)));

    // Otherwise Roslyn takes the analyzer for broken, and the place and the message are lost.
    [Fact]
    public void What_runs_the_front_end_can_report_its_bugs() => Assert.All(
        AnalyzerRun.Analyzers.Where(static a => a.SupportedDiagnostics.Any(static d => d.Id == "BPF1016")),
        static a => Assert.Contains(a.SupportedDiagnostics, static d => d.Id == "BPF0000"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_says_what_the_catalog_says(string id)
    {
        DiagnosticDescriptor descriptor = DescriptorTable.Get(id);
        DiagnosticRule rule = DiagnosticCatalog.Get(id);
        Assert.Equal(rule.Title, descriptor.Title.ToString());
        Assert.Equal(rule.Format, descriptor.MessageFormat.ToString());
        Assert.Equal($"docs/rules/{id}.md", descriptor.HelpLinkUri);
        Assert.True(descriptor.IsEnabledByDefault);
    }
}
