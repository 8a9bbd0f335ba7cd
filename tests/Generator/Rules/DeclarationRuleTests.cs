using System;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Generator.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

public sealed class DeclarationRuleTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < DeclarationRuleCases.All.Count; i++)
                data.Add(i, DeclarationRuleCases.All[i].Id);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Broken_code_is_reported_exactly_where_it_is_broken(int index, string id) =>
        await AnalyzerRun.ExpectAsync(id, DeclarationRuleCases.All[index].Broken, DeclarationRuleCases.All[index].Properties);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Right_code_has_no_diagnostic(int index, string id) =>
        await AnalyzerRun.ExpectAsync(id, DeclarationRuleCases.All[index].Right, DeclarationRuleCases.All[index].Properties);

    [Fact]
    public void Every_declaration_rule_has_a_case() => Assert.Equal(
        DiagnosticCatalog.All.Select(static r => r.Id).Where(static id => id.StartsWith("BPF2", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        DeclarationRuleCases.All.Select(static c => c.Id).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Pragma_suppresses_an_analyzer_diagnostic() => await AnalyzerRun.ExpectAsync(
        "BPF2012",
        Samples.Class("""
            #pragma warning disable BPF2012
            static readonly HashMap<uint, uint> M = new(maxEntries: 0);
            #pragma warning restore BPF2012
            static readonly HashMap<uint, uint> N = new(maxEntries: [|0|]);
            """));
}
