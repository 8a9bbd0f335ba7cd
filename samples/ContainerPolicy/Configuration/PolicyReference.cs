using System.Collections.Generic;
using BpfSharp.Protocols;

namespace ContainerPolicy.Configuration;

/// <summary>What a policy means, rule by rule and without a trie: what the programs' decisions are compared with.</summary>
public static class PolicyReference
{
    /// <summary>The rule that decides on a new flow; null: the default, which denies.</summary>
    public static PolicyRule? Decide(IEnumerable<PolicyRule> rules, bool toContainer, bool isV6, IpProtocol protocol, ushort port, Ipv6Address peer)
    {
        PolicyRule? best = null;
        foreach (PolicyRule rule in rules)
        {
            bool matches = rule.ToContainer == toContainer && rule.IsV6 == isV6
                && (rule.Protocol is null || rule.Protocol == protocol)
                && (rule.FirstPort == 0 || (rule.FirstPort <= port && port <= rule.LastPort))
                && new Ipv6Prefix(peer, rule.Peer.Length) == rule.Peer;
            if (matches && (best is null || Rank(rule).CompareTo(Rank(best)) > 0))
                best = rule;
        }

        return best;
    }

    private static (int Bits, bool NamesPort, bool NamesProtocol) Rank(PolicyRule rule) => (rule.Peer.Length, rule.FirstPort != 0, rule.Protocol is not null);
}
