using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace ContainerPolicy.Configuration;

/// <summary>What a policy as a whole has to keep to.</summary>
internal static class PolicyLimits
{
    public static void Check(IReadOnlyList<PolicyRule> rules, List<ConfigurationProblem> problems)
    {
        int lines = rules.Select(static r => r.Line).Distinct().Count();
        if (lines >= Policy.MostRules)
            problems.Add(new ConfigurationProblem(rules[^1].Line, $"{lines} rules are too many: {Policy.MostRules - 1} fit"));

        // The old policy stays while the new one is written.
        int entries = rules.Sum(static r => r.Entries);
        if (entries > Policy.MostEntries / 2)
            problems.Add(new ConfigurationProblem(rules[^1].Line, $"{entries} entries are too many: {Policy.MostEntries / 2} fit, and each port of a range is one"));

        var seen = new Dictionary<(bool, IpProtocol?, bool, Ipv6Prefix, int), int>();
        foreach (PolicyRule rule in rules)
        {
            for (int port = rule.FirstPort; port <= rule.LastPort; port++)
            {
                if (seen.TryAdd((rule.ToContainer, rule.Protocol, rule.IsV6, rule.Peer, port), rule.Line))
                    continue;
                problems.Add(new ConfigurationProblem(rule.Line, $"line {seen[(rule.ToContainer, rule.Protocol, rule.IsV6, rule.Peer, port)]} has decided on the same packets already"));
                break;
            }
        }
    }
}
