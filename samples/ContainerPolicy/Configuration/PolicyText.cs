using System;
using System.Collections.Generic;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace ContainerPolicy.Configuration;

/// <summary>
/// Reads policies. A line is <c>in|out allow|deny PROTOCOL from|to NETWORK [port N[-M]]</c>; protocol <c>tcp</c>, <c>udp</c>, <c>sctp</c>, <c>icmp</c> (of both families) or <c>any</c>; network an IPv4 or IPv6 prefix or <c>any</c>;
/// <c>#</c> begins a comment.
/// </summary>
public static class PolicyText
{
    /// <summary>Reads all lines; rules are to be used only if there is no problem.</summary>
    public static (IReadOnlyList<PolicyRule> Rules, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        var rules = new List<PolicyRule>();
        List<ConfigurationProblem> problems = ConfigurationText.Read(text, (line, words) => rules.AddRange(Rule(line, words)));
        PolicyLimits.Check(rules, problems);
        return (rules, problems);
    }

    private static IEnumerable<PolicyRule> Rule(int line, string[] words)
    {
        if (words.Length is not (5 or 7))
            throw new FormatException("a rule is 'in|out allow|deny PROTOCOL from|to NETWORK [port N[-M]]'");
        bool toContainer = Choice(words[0], "in", "out");
        bool allows = Choice(words[1], "allow", "deny");
        string protocol = words[2];
        if (words[3] != (toContainer ? "from" : "to"))
            throw new FormatException($"'{words[3]}' instead of '{(toContainer ? "from" : "to")}' after '{words[0]}'");
        (ushort first, ushort last) = (0, 0);
        if (words.Length == 7)
        {
            if (words[5] != "port")
                throw new FormatException($"'{words[5]}' instead of 'port'");
            (first, last) = RuleWords.Ports(protocol, words[6]);
        }

        foreach ((Ipv6Prefix peer, bool isV6) in RuleWords.Networks(words[4]))
            yield return new PolicyRule(line, toContainer, allows, RuleWords.Protocol(protocol, isV6), peer, isV6, first, last);
    }

    private static bool Choice(string word, string yes, string no) =>
        word == yes || (word == no ? false : throw new FormatException($"'{word}' is neither '{yes}' nor '{no}'"));
}
