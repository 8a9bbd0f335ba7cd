using System;
using System.Globalization;
using BpfSharp.Protocols;

namespace BpfSharp.Samples;

/// <summary>Words that the rules of several samples have in common. What they can't be read from is a <see cref="FormatException"/> that says what would do.</summary>
public static class RuleWords
{
    private const int MostPorts = 1024;

    /// <summary>A protocol; null: any.</summary>
    public static IpProtocol? Protocol(string word, bool isV6) => word switch
    {
        "any" => null,
        "tcp" => IpProtocol.Tcp,
        "udp" => IpProtocol.Udp,
        "sctp" => IpProtocol.Sctp,
        "icmp" => isV6 ? IpProtocol.Icmpv6 : IpProtocol.Icmp,
        _ => throw new FormatException($"'{word}' is no protocol: tcp, udp, sctp, icmp or any"),
    };

    /// <summary>A network as IPv6 has it (IPv4 as ::ffff:0:0/96 and longer); <c>any</c> is one of each family.</summary>
    public static (Ipv6Prefix Network, bool IsV6)[] Networks(string word)
    {
        if (word == "any")
            return [(Mapped(default), false), (default, true)];
        if (Ipv4Prefix.TryParse(word, CultureInfo.InvariantCulture, out Ipv4Prefix v4))
            return [(Mapped(v4), false)];
        if (Ipv6Prefix.TryParse(word, CultureInfo.InvariantCulture, out Ipv6Prefix v6))
            return [(v6, true)];
        throw new FormatException($"'{word}' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'");
    }

    /// <summary>A port of a protocol that has them, or a range.</summary>
    /// <param name="protocol">The word for the protocol.</param>
    /// <param name="word">The word for the ports.</param>
    public static (ushort First, ushort Last) Ports(string protocol, string word)
    {
        if (protocol is not ("tcp" or "udp" or "sctp"))
            throw new FormatException($"'{protocol}' has no ports: tcp, udp and sctp have");
        string[] ends = word.Split('-');
        if (ends.Length > 2 || !ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort first)
            || !ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out ushort last) || first == 0 || last < first)
            throw new FormatException($"'{word}' is no port: 1 to 65535, or a range such as 8000-8010");
        return last - first < MostPorts ? (first, last) : throw new FormatException($"'{word}' has more than {MostPorts} ports: leave 'port' out, or name a smaller range");
    }

    private static Ipv6Prefix Mapped(Ipv4Prefix prefix) => new(Ipv6Address.FromWords(0, 0, 0xffff, prefix.Address.HostOrder), prefix.Length + 96);
}
