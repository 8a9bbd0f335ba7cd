using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace EgressScheduler.Configuration;

/// <summary>What a plan as a whole has to keep to.</summary>
internal static class EgressLimits
{
    public static void Check(EgressPlan plan, int lastLine, List<ConfigurationProblem> problems)
    {
        if (problems.Count == 0 && plan.Classes.All(static c => c.Name != EgressPlan.DefaultName))
            problems.Add(new ConfigurationProblem(lastLine, "the line 'default rate RATE' is missing: what no rule names needs a class too"));

        int lines = plan.Rules.Select(static r => r.Line).Distinct().Count();
        if (lines >= Egress.MostRules)
            problems.Add(new ConfigurationProblem(plan.Rules[^1].Line, $"{lines} rules are too many: {Egress.MostRules - 1} fit"));

        // The old plan stays while the new one is written.
        int entries = plan.Rules.Sum(static r => r.Entries);
        if (entries > Egress.MostEntries / 2)
            problems.Add(new ConfigurationProblem(plan.Rules[^1].Line, $"{entries} entries are too many: {Egress.MostEntries / 2} fit, and each port of a range is one"));

        var seen = new Dictionary<(IpProtocol?, bool, Ipv6Prefix, int, byte?), int>();
        foreach (EgressRule rule in plan.Rules)
        {
            for (int port = rule.FirstPort; port <= rule.LastPort; port++)
            {
                (IpProtocol?, bool, Ipv6Prefix, int, byte?) packets = (rule.Protocol, rule.IsV6, rule.Destination, port, rule.Dscp);
                if (seen.TryAdd(packets, rule.Line))
                    continue;
                problems.Add(new ConfigurationProblem(rule.Line, $"line {seen[packets]} has decided on the same packets already"));
                break;
            }
        }
    }
}
