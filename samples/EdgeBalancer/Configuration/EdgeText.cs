using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace EdgeBalancer.Configuration;

/// <summary>
/// Reads configurations: <c>source ADDRESS</c>, <c>limit source|network|syn|flows N burst N</c>, <c>report 1 in N | none</c>, <c>drop NETWORK</c>,
/// <c>vip tcp|udp|quic ADDRESS port N</c>, and under it <c>backend ADDRESS [weight N] [server N] [check ADDRESS port N]</c>; <c>#</c> begins a comment.
/// </summary>
public static class EdgeText
{
    private const int MostWeight = 100;
    private const int MostServer = 0xff_ffff;
    private const int MostRate = 100_000_000;
    private const int MostReported = 1_000_000;
    private const ulong Second = 1_000_000_000;

    /// <summary>Reads all lines; the settings are to be used only if there is no problem.</summary>
    public static (EdgeSettings Settings, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        var settings = new EdgeSettings();
        List<BackendEntry>? backends = null;
        List<ConfigurationProblem> problems = ConfigurationText.Read(text, (line, words) =>
        {
            switch (words)
            {
                case ["source", var address]:
                    Source(settings, Address(address));
                    break;
                case ["limit", var what, var rate, "burst", var burst]:
                    Limit(settings, what, rate, burst);
                    break;
                case ["report", "none"]:
                    settings.ReportEvery = 0;
                    break;
                case ["report", "1", "in", var every]:
                    settings.ReportEvery = (uint)ConfigurationText.Number(every, "a number of drops", 1, MostReported);
                    break;
                case ["drop", var network]:
                    foreach ((Ipv6Prefix listed, _) in RuleWords.Networks(network))
                        AddNew(settings.Listed, listed, (uint)line);
                    break;
                case ["vip", var protocol, var address, "port", var port]:
                    backends = [];
                    settings.Vips.Add(Vip(settings, line, protocol, Address(address), port, backends));
                    break;
                case ["backend", var address, .. var rest]:
                    Add(settings, backends ?? throw new FormatException("a backend stands under its vip, and there is none yet"), Backend(Address(address), rest));
                    break;
                default:
                    throw new FormatException(Form(words[0]));
            }
        });
        return (settings, problems);
    }

    private static string Form(string word) => word switch
    {
        "source" => "this is 'source ADDRESS'",
        "limit" => "this is 'limit source|network|syn|flows N burst N'",
        "report" => "this is 'report none' or 'report 1 in N'",
        "drop" => "this is 'drop NETWORK'",
        "vip" => "this is 'vip tcp|udp|quic ADDRESS port N'",
        "backend" => "this is 'backend ADDRESS [weight N] [server N] [check ADDRESS port N]'",
        _ => $"'{word}' is none of 'source', 'limit', 'report', 'drop', 'vip' and 'backend'",
    };

    private static void Source(EdgeSettings settings, IPAddress address)
    {
        Ipv6Address source = Ipv6Address.From(address.MapToIPv6());
        if ((source.Word3 & 0xffff) != 0)
            throw new FormatException($"the last 16 bits of '{address}' are the flow's: leave them 0");
        if (source.IsIpv4Mapped)
            settings.Source4 = Ipv4Address.FromHostOrder(source.Word3);
        else
            settings.Source6 = source;
    }

    private static void Limit(EdgeSettings settings, string what, string rate, string burst)
    {
        ulong interval = Second / (ulong)ConfigurationText.Number(rate, "a number a second", 1, MostRate);
        var limit = new RateLimit(interval, interval * (ulong)(ConfigurationText.Number(burst, "a number", 1, MostRate) - 1));
        switch (what)
        {
            case "source":
                settings.SourceLimit = limit;
                break;
            case "network":
                settings.NetworkLimit = limit;
                break;
            case "syn":
                settings.SynLimit = limit;
                break;
            case "flows":
                settings.FlowLimit = limit;
                break;
            default:
                throw new FormatException(Form("limit"));
        }
    }

    private static VipEntry Vip(EdgeSettings settings, int line, string word, IPAddress address, string port, List<BackendEntry> backends)
    {
        IpProtocol protocol = word switch
        {
            "tcp" => IpProtocol.Tcp,
            "udp" or "quic" => IpProtocol.Udp,
            _ => throw new FormatException($"'{word}' is none of 'tcp', 'udp' and 'quic'"),
        };
        var vip = new VipEntry(line, protocol, address, (ushort)ConfigurationText.Number(port, "a port", 1, ushort.MaxValue), word == "quic", backends);
        if (settings.Vips.Find(v => v.Protocol == vip.Protocol && v.Port == vip.Port && v.Address.Equals(vip.Address)) is { } same)
            throw new FormatException($"line {same.Line} is the same service");
        return settings.Vips.Count < Edge.MostVips ? vip : throw new FormatException($"there are {Edge.MostVips} services already");
    }

    private static BackendEntry Backend(IPAddress address, ReadOnlySpan<string> rest)
    {
        int weight = 1;
        uint? server = null;
        IPEndPoint? check = null;
        while (!rest.IsEmpty)
        {
            switch (rest)
            {
                case ["weight", var number, ..]:
                    weight = ConfigurationText.Number(number, "a weight", 0, MostWeight);
                    rest = rest[2..];
                    break;
                case ["server", var number, ..]:
                    server = (uint)ConfigurationText.Number(number, "a server id", 0, MostServer);
                    rest = rest[2..];
                    break;
                case ["check", var place, "port", var port, ..]:
                    check = new IPEndPoint(Address(place), ConfigurationText.Number(port, "a port", 1, ushort.MaxValue));
                    rest = rest[4..];
                    break;
                default:
                    throw new FormatException(Form("backend"));
            }
        }

        return new BackendEntry(address, weight, server, check);
    }

    private static void Add(EdgeSettings settings, List<BackendEntry> backends, BackendEntry backend)
    {
        if (settings.Vips is [.., { Address.AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }] && backend.Place.IsIpv4Mapped)
            throw new FormatException($"IPv6 is not carried in IPv4: '{backend.Address}' can't be a backend here");
        if (backends.Exists(b => b.Address.Equals(backend.Address)))
            throw new FormatException($"{backend.Address} is a backend of this service already");
        if (settings.Vips.SelectMany(static v => v.Backends).Any(b => b.Server == backend.Server && b.Server is not null && !b.Address.Equals(backend.Address)))
            throw new FormatException($"server id {backend.Server} is another backend's");
        backends.Add(backend);
    }

    private static void AddNew(Dictionary<Ipv6Prefix, uint> listed, Ipv6Prefix network, uint line)
    {
        if (!listed.TryAdd(network, line))
            throw new FormatException($"line {listed[network]} says the same");
    }

    private static IPAddress Address(string word) =>
        IPAddress.TryParse(word, out IPAddress? address) && !address.IsIPv4MappedToIPv6
        && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || word.Count(static c => c == '.') == 3)
            ? address
            : throw new FormatException($"'{word}' is no address");
}
