using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace ServiceBalancer.Configuration;

/// <summary>
/// Reads configurations: <c>service tcp|udp ADDRESS port N [affinity SECONDS]</c>, and under it <c>backend ADDRESS port N [weight N]</c>; <c>#</c> begins a comment.
/// </summary>
public static class ServiceText
{
    private const int MostWeight = 256;
    private const uint MostAffinity = 86_400;

    /// <summary>Reads all lines; services are to be used only if there is no problem.</summary>
    public static (IReadOnlyList<ServiceEntry> Services, IReadOnlyList<ConfigurationProblem> Problems) Parse(string text)
    {
        var services = new List<ServiceEntry>();
        var backends = new List<BackendEntry>();
        List<ConfigurationProblem> problems = ConfigurationText.Read(text, (line, words) =>
        {
            if (words[0] == "service")
            {
                backends = [];
                services.Add(Service(line, words, backends));
                CheckNew(services);
            }
            else if (words[0] == "backend")
            {
                backends.Add(Backend(words, services.LastOrDefault() ?? throw new FormatException("a backend stands under its service, and there is none yet")));
            }
            else
            {
                throw new FormatException($"'{words[0]}' is neither 'service' nor 'backend'");
            }
        });
        return (services, problems);
    }

    private static ServiceEntry Service(int line, string[] words, List<BackendEntry> backends)
    {
        if (words.Length is not (5 or 7) || words[3] != "port" || (words.Length == 7 && words[5] != "affinity"))
            throw new FormatException("a service is 'service tcp|udp ADDRESS port N [affinity SECONDS]'");
        IpProtocol protocol = words[1] switch
        {
            "tcp" => IpProtocol.Tcp,
            "udp" => IpProtocol.Udp,
            _ => throw new FormatException($"'{words[1]}' is neither 'tcp' nor 'udp'"),
        };
        uint affinity = words.Length == 7 ? (uint)ConfigurationText.Number(words[6], "a number of seconds", 1, (int)MostAffinity) : 0;
        return new ServiceEntry(line, protocol, Address(words[2]), (ushort)ConfigurationText.Number(words[4], "a port", 1, ushort.MaxValue), affinity, backends);
    }

    private static BackendEntry Backend(string[] words, ServiceEntry service)
    {
        if (words.Length is not (4 or 6) || words[2] != "port" || (words.Length == 6 && words[4] != "weight"))
            throw new FormatException("a backend is 'backend ADDRESS port N [weight N]'");
        IPAddress address = Address(words[1]);
        if (address.AddressFamily != service.Address.AddressFamily)
            throw new FormatException($"'{words[1]}' is not of the family of its service {service.Address}");
        ushort port = (ushort)ConfigurationText.Number(words[3], "a port", 1, ushort.MaxValue);
        if (service.Backends.Any(b => b.Address.Equals(address) && b.Port == port))
            throw new FormatException($"{address} port {port} is a backend of this service already");
        return new BackendEntry(address, port, words.Length == 6 ? ConfigurationText.Number(words[5], "a weight", 0, MostWeight) : 1);
    }

    private static void CheckNew(List<ServiceEntry> services)
    {
        ServiceEntry added = services[^1];
        if (services.SkipLast(1).FirstOrDefault(s => s.Protocol == added.Protocol && s.Port == added.Port && s.Address.Equals(added.Address)) is { } same)
            throw new FormatException($"line {same.Line} is the same service");
    }

    private static IPAddress Address(string word) =>
        IPAddress.TryParse(word, out IPAddress? address) && !address.IsIPv4MappedToIPv6 && (address.AddressFamily == AddressFamily.InterNetworkV6 || word.Count(static c => c == '.') == 3)
            ? address
            : throw new FormatException($"'{word}' is no address");
}
