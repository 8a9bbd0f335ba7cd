using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace FlowMonitor.Configuration;

/// <summary>
/// Reads configurations: <c>sample none | 1 in N</c>, <c>capture metadata | truncated N | whole by perf | ring</c>, <c>label NETWORK NAME</c>, <c>deny source NETWORK</c>,
/// <c>deny ingress|egress tcp|udp port N</c>.
/// </summary>
public static class MonitorText
{
    private const int MostSampled = 1_000_000;
    private const int LeastBytes = 14; // an Ethernet header

    /// <summary>Reads all lines; the settings are to be used only if there is no problem.</summary>
    public static (MonitorSettings Settings, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        uint sampleEvery = 0;
        (CaptureMode Mode, uint Length, EventPath Path) capture = (CaptureMode.Metadata, LeastBytes, EventPath.Ring);
        var labels = new List<(Ipv6Prefix, string)>();
        var sources = new Dictionary<Ipv6Prefix, uint>();
        var ports = new Dictionary<PortKey, uint>();
        IReadOnlyList<ConfigurationProblem> problems = ConfigurationText.Read(text, (line, words) =>
        {
            switch (words)
            {
                case ["sample", "none"]:
                    sampleEvery = 0;
                    break;
                case ["sample", "1", "in", var every]:
                    sampleEvery = (uint)ConfigurationText.Number(every, "a number of packets", 1, MostSampled);
                    break;
                case ["capture", .. var what, "by", var path]:
                    capture = Capture(what, path);
                    break;
                case ["label", var network, var name]:
                    labels.AddRange(RuleWords.Networks(network).Select(n => (n.Network, name)));
                    break;
                case ["deny", "source", var network]:
                    foreach ((Ipv6Prefix denied, _) in RuleWords.Networks(network))
                        AddNew(sources, denied, (uint)line);
                    break;
                case ["deny", var direction, var protocol, "port", var port]:
                    AddNew(ports, Port(direction, protocol, port), (uint)line);
                    break;
                default:
                    throw new FormatException(Form(words[0]));
            }
        });
        return (new MonitorSettings(sampleEvery, capture.Mode, capture.Length, capture.Path, labels, sources, ports), problems);
    }

    private static string Form(string word) => word switch
    {
        "sample" => "this is 'sample none' or 'sample 1 in N'",
        "capture" => "this is 'capture metadata|truncated N|whole by perf|ring'",
        "label" => "this is 'label NETWORK NAME'",
        "deny" => "this is 'deny source NETWORK' or 'deny ingress|egress tcp|udp port N'",
        _ => $"'{word}' is none of 'sample', 'capture', 'label' and 'deny'",
    };

    private static (CaptureMode Mode, uint Length, EventPath Path) Capture(string[] what, string path)
    {
        EventPath way = path switch
        {
            "perf" => EventPath.Perf,
            "ring" => EventPath.Ring,
            _ => throw new FormatException($"'{path}' is neither 'perf' nor 'ring'"),
        };
        return what switch
        {
            ["metadata"] => (CaptureMode.Metadata, LeastBytes, way),
            ["whole"] => (CaptureMode.Whole, LeastBytes, way),
            ["truncated", var length] => (CaptureMode.Truncated, (uint)ConfigurationText.Number(length, "a number of bytes", LeastBytes, TruncatedBytes.Size), way),
            _ => throw new FormatException(Form("capture")),
        };
    }

    private static PortKey Port(string direction, string protocol, string port) => new(
        direction switch
        {
            "ingress" => FlowDirection.Ingress,
            "egress" => FlowDirection.Egress,
            _ => throw new FormatException($"'{direction}' is neither 'ingress' nor 'egress'"),
        },
        protocol switch
        {
            "tcp" => (ushort)IpProtocol.Tcp,
            "udp" => (ushort)IpProtocol.Udp,
            _ => throw new FormatException($"'{protocol}' is neither 'tcp' nor 'udp'"),
        },
        (ushort)ConfigurationText.Number(port, "a port", 1, ushort.MaxValue));

    private static void AddNew<T>(Dictionary<T, uint> rules, T rule, uint line)
        where T : notnull
    {
        if (!rules.TryAdd(rule, line))
            throw new FormatException($"line {rules[rule]} says the same");
    }
}
