using System.Collections.Generic;
using System.Linq;
using BpfSharp.Samples;

namespace ContainerPolicy.Configuration;

/// <summary>Brings policies into the kernel, one after the other, under traffic.</summary>
public sealed class PolicyStore(IPolicy policy)
{
    private List<RuleKey> _written = [];

    /// <summary>The rules that hold.</summary>
    public IReadOnlyList<PolicyRule> Current { get; private set; } = [];

    /// <summary>Reads a policy and puts it in the place of the one that holds; with a problem, that one stays.</summary>
    /// <returns>The problems; none: it holds now.</returns>
    public IReadOnlyList<ConfigurationProblem> Load(string text)
    {
        (IReadOnlyList<PolicyRule> rules, IReadOnlyList<ConfigurationProblem> problems) = PolicyText.Parse(text);
        if (problems.Count > 0)
            return problems;

        uint generation = policy.Generation + 1;
        uint counters = FirstCounter(generation);
        for (uint i = 0; i < Policy.MostRules; i++)
            policy.Counters[counters + i] = new RuleCounter[policy.Counters.CpuCount];
        var written = new List<RuleKey>();
        uint number = counters;
        int line = 0;
        foreach (PolicyRule rule in rules)
        {
            // Both families of a line are one rule to a person, and have one counter.
            if (rule.Line != line)
                number++;
            line = rule.Line;
            foreach (RuleKey key in Keys(rule, generation))
            {
                policy.Rules[key] = new RuleVerdict(number, (uint)rule.Peer.Length, rule.Allows);
                written.Add(key);
            }
        }

        policy.Generation = generation;
        foreach (RuleKey key in _written)
            policy.Rules.Remove(key);
        _written = written;
        Current = rules;
        return problems;
    }

    /// <summary>The number of a line's rule, which is that of its counter.</summary>
    public uint NumberOf(int line) => FirstCounter(policy.Generation) + (uint)Current.Select(static r => r.Line).Distinct().TakeWhile(l => l != line).Count() + 1;

    // Two sets of counters: flows that the policy before this one allowed count there for as long as they last.
    private static uint FirstCounter(uint generation) => (generation & 1) * Policy.MostRules;

    private static IEnumerable<RuleKey> Keys(PolicyRule rule, uint generation)
    {
        byte scope = RuleKey.Scope(generation, rule.ToContainer, rule.IsV6);
        for (int port = rule.FirstPort; port <= rule.LastPort; port++)
            yield return new RuleKey((uint)rule.Peer.Length, scope, rule.ProtocolNumber, (ushort)port, rule.Peer.Address);
    }
}
