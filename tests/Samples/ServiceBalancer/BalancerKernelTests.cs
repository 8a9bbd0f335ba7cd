using System.Collections.Generic;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using ServiceBalancer;
using ServiceBalancer.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.ServiceBalancer;

/// <summary>The kernel translates as the plain C# does.</summary>
public sealed class BalancerKernelTests
{
    private const string Text = """
        service udp 10.96.0.10 port 53
          backend 10.97.1.2 port 5353
        service udp fd96::10 port 53
          backend fd97:1::2 port 5353
        """;

    [Fact]
    public void Translated_packets_are_the_same()
    {
        KernelTest.Require();
        using BalancerObject kernel = BalancerLoader.Load();
        using var simulation = new BalancerSimulation();
        Assert.Empty(new ServiceStore(kernel).Load(Text));
        Assert.Empty(new ServiceStore(simulation).Load(Text));
        Ipv4Address client = Ipv4Address.Parse("10.98.1.2"), service = Ipv4Address.Parse("10.96.0.10"), backend = Ipv4Address.Parse("10.97.1.2");
        Ipv6Address client6 = Ipv6Address.Parse("fd98:1::2"), service6 = Ipv6Address.Parse("fd96::10"), backend6 = Ipv6Address.Parse("fd97:1::2");
        List<(bool FromClient, byte[] Packet)> packets =
        [
            (true, Packets.Udp(client, service, 4000, 53, [1, 2, 3])),
            (false, Packets.Udp(backend, client, 5353, 4000, [4])),
            (true, Packets.Udp(client6, service6, 4000, 53, [1, 2, 3])),
            (false, Packets.Udp(backend6, client6, 5353, 4000, [4])),
            (true, Packets.Ping(client.ToString(), service.ToString())),
            (true, Packets.Udp(client, service, 4000, 54, [1])),
        ];
        foreach ((bool fromClient, byte[] packet) in packets)
        {
            TcResult expected = fromClient ? simulation.FromClient.Run(packet) : simulation.ToClient.Run(packet);
            TcResult actual = fromClient ? kernel.FromClient.Run(packet) : kernel.ToClient.Run(packet);
            Assert.Equal((expected.Verdict, System.Convert.ToHexString(expected.Packet)), (actual.Verdict, System.Convert.ToHexString(actual.Packet)));
        }

        Assert.Empty(kernel.ReadFaults());
    }
}
