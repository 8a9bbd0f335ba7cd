using System.Linq;
using ContainerPolicy.Configuration;
using ContainerPolicy.Traffic;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ContainerPolicy;

/// <summary>The rules that have decided on packets, and why packets passed or not.</summary>
internal sealed class PolicyPicture(IPolicy policy, PolicyStore store, string text)
{
    private const int MostRows = 16;

    /// <summary>The text of the policy that is shown.</summary>
    public string Text { get; set; } = text;

    /// <summary>What a rule has counted on all CPUs.</summary>
    public ulong Packets(uint rule) => policy.Counters[rule].Aggregate(0UL, static (sum, counter) => sum + counter.Packets);

    public IRenderable Draw(PolicyFlows flows)
    {
        string[] lines = Text.Split('\n');
        var rules = new Table().Title($"{store.Current.Count} rules, {policy.Flows.CountEntries()} flows; {flows.Sent} numbered packets sent, {flows.Arrived} arrived");
        rules.AddColumns("line", "rule", "packets", "bytes");
        foreach (int line in store.Current.Select(static r => r.Line).Distinct().Where(l => l <= lines.Length).Take(MostRows))
        {
            RuleCounter[] perCpu = policy.Counters[store.NumberOf(line)];
            rules.AddRow($"{line}", Markup.Escape(lines[line - 1].Trim()), $"{perCpu.Sum(static c => (long)c.Packets)}", $"{perCpu.Sum(static c => (long)c.Bytes)}");
        }

        var outcomes = new Table();
        outcomes.AddColumns("why", "packets");
        for (PacketOutcome outcome = 0; outcome < PacketOutcome.Count; outcome++)
            outcomes.AddRow($"{outcome}", $"{policy.Outcomes[(uint)outcome].Aggregate(0UL, static (sum, value) => sum + value)}");
        return new Rows(rules, outcomes);
    }
}
