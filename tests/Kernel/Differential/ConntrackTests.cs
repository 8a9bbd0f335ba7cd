using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Connection tracking, by .NET and by the kernel: entries that programs make are found in both directions, by their own protocol, and once.</summary>
public sealed class ConntrackTests
{
    private static readonly byte[] s_packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);

    [Fact]
    public void Kernel_knows_the_connections_that_the_simulation_knows()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new ConntrackProgramsSimulation();
        try
        {
            using ConntrackProgramsObject loaded = ConntrackProgramsLoader.Load();
            List<string> expected = Steps(simulation);
            space.Run(() => Assert.Equal(expected, Steps(loaded)));
            Assert.True(expected.Distinct().Count() > 8, string.Join("\n", expected));
            Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
            Assert.NotEmpty(loaded.ReadFaults());
        }
        catch (MissingKernelFunctionException e)
        {
            // A kernel without connection tracking says so, by the name of what is missing.
            Assert.Contains("_ct_", e.Message, System.StringComparison.Ordinal);
            Assert.False(Directory.Exists("/proc/sys/net/netfilter"), e.Message);
        }
    }

    private static List<string> Steps(IConntrackPrograms programs)
    {
        var seen = new List<string>();
        void Run(string program, byte protocol, ushort port, bool isReply)
        {
            Ipv4Address a = Ipv4Address.Parse("192.0.2.1"), b = Ipv4Address.Parse("198.51.100.2");
            Ipv6Address c = Ipv6Address.Parse("2001:db8::1"), d = Ipv6Address.Parse("2001:db8::2");
            programs.Protocol = protocol;
            programs.Ipv4[0] = new Ipv4SocketTuple { Source = isReply ? b : a, Destination = isReply ? a : b, SourcePort = isReply ? port : (ushort)4000, DestinationPort = isReply ? (ushort)4000 : port };
            programs.Ipv6[0] = new Ipv6SocketTuple { Source = isReply ? d : c, Destination = isReply ? c : d, SourcePort = isReply ? port : (ushort)4000, DestinationPort = isReply ? (ushort)4000 : port };
            for (uint i = 0; i < 3; i++)
                programs.Answers[i] = 0;
            string verdict = program switch
            {
                "Find" => programs.Find.Run(s_packet).Verdict.ToString(),
                "Add" => programs.Add.Run(s_packet).Verdict.ToString(),
                "FindIpv6" => programs.FindIpv6.Run(s_packet).Verdict.ToString(),
                _ => programs.AddIpv6.Run(s_packet).Verdict.ToString(),
            };
            seen.Add($"{program} {protocol} {port} {isReply}: {verdict} {string.Join(' ', programs.Answers)}");
        }

        programs.Divisor = 7;
        foreach (string family in new[] { "", "Ipv6" })
        {
            foreach (byte protocol in new byte[] { (byte)IpProtocol.Udp, (byte)IpProtocol.Tcp, (byte)IpProtocol.Icmp })
            {
                Run("Find" + family, protocol, 80, false);
                Run("Add" + family, protocol, 80, false);
                Run("Add" + family, protocol, 80, true);
                Run("Find" + family, protocol, 80, false);
                Run("Find" + family, protocol, 80, true);
                Run("Find" + family, protocol, 81, false);
            }
        }

        programs.Divisor = 0;
        Run("Find", (byte)IpProtocol.Udp, 80, true);
        return seen;
    }
}
