using System;
using System.Collections.Generic;
using System.Globalization;
using BpfSharp.Protocols;

namespace ContainerPolicy.Configuration;

/// <summary>
/// Reads policies. A line is <c>in|out allow|deny PROTOCOL from|to NETWORK [port N[-M]]</c>; protocol <c>tcp</c>, <c>udp</c>, <c>sctp</c>, <c>icmp</c> (of both families) or <c>any</c>; network an IPv4 or IPv6 prefix or <c>any</c>;
/// <c>#</c> begins a comment.
/// </summary>
public static class PolicyText
{
    private const int MostPorts = 1024;

    /// <summary>Reads all lines; rules are to be used only if there is no problem.</summary>
    public static (IReadOnlyList<PolicyRule> Rules, IReadOnlyList<PolicyProblem> Problems) Parse(string text)
    {
        var rules = new List<PolicyRule>();
        var problems = new List<PolicyProblem>();
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            try
            {
                rules.AddRange(Rule(number, words));
            }
            catch (FormatException e)
            {
                problems.Add(new PolicyProblem(number, e.Message));
            }
        }

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
            if (protocol is not ("tcp" or "udp" or "sctp"))
                throw new FormatException($"'{protocol}' has no ports: tcp, udp and sctp have");
            (first, last) = Ports(words[6]);
        }

        foreach ((Ipv6Prefix peer, bool isV6) in Networks(words[4]))
            yield return new PolicyRule(line, toContainer, allows, Protocol(protocol, isV6), peer, isV6, first, last);
    }

    private static bool Choice(string word, string yes, string no) =>
        word == yes || (word == no ? false : throw new FormatException($"'{word}' is neither '{yes}' nor '{no}'"));

    private static IpProtocol? Protocol(string word, bool isV6) => word switch
    {
        "any" => null,
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "sctp" => IpProtocol.Sctp,
        "icmp" => isV6 ? IpProtocol.Icmpv6 : IpProtocol.Icmp,
        _ => throw new FormatException($"'{word}' is no protocol: tcp, udp, sctp, icmp or any"),
    };

    private static (Ipv6Prefix, bool IsV6)[] Networks(string word)
    {
        if (word == "any")
            return [(Mapped(default), false), (default, true)];
        if (Ipv4Prefix.TryParse(word, CultureInfo.InvariantCulture, out Ipv4Prefix v4))
            return [(Mapped(v4), false)];
        if (Ipv6Prefix.TryParse(word, CultureInfo.InvariantCulture, out Ipv6Prefix v6))
            return [(v6, true)];
        throw new FormatException($"'{word}' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'");
    }

    private static Ipv6Prefix Mapped(Ipv4Prefix prefix) => new(Ipv6Address.FromWords(0, 0, 0xffff, prefix.Address.HostOrder), prefix.Length + 96);

    private static (ushort, ushort) Ports(string word)
    {
        string[] ends = word.Split('-');
        if (ends.Length > 2 || !ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            || !ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) || first == 0 || last < first)
            throw new FormatException($"'{word}' is no port: 1 to 65535, or a range such as 8000-8010");
        return last - first < MostPorts ? (first, last) : throw new FormatException($"'{word}' has more than {MostPorts} ports: leave 'port' out, or name a smaller range");
    }
}
