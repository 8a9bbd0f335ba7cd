using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using EdgeBalancer;
using Xunit;
using static BpfSharp.Samples.Tests.EdgeBalancer.EdgeLab;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>What a backend takes off is what a balancer has put on, byte for byte; nobody else is believed.</summary>
public sealed class DecapsulatorTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Takes_off_what_balancers_put_on(bool kernel)
    {
        using IDisposable owner = Open(kernel, out IDecapsulator decapsulator);
        decapsulator.Tunnels[Ipv6Address.Parse("::ffff:10.97.1.2")] = 0;
        decapsulator.Tunnels[Ipv6Address.Parse("fd97:1::2")] = 0;
        decapsulator.Balancers[Ipv6Prefix.Parse("::ffff:10.99.0.0/112")] = 0;
        decapsulator.Balancers[Ipv6Prefix.Parse("fd99::/112")] = 0;
        byte[] four = Packets.Tcp(Client, Web, 4000, 80, payload: [1, 2, 3]);
        byte[] six = Packets.Tcp(Client6, Web6, 4000, 80, payload: [1, 2, 3, 4]);
        foreach ((byte[] packet, string target) in ((byte[], string)[])[(four, "10.97.1.2"), (four, "fd97:1::2"), (six, "fd97:1::2")])
        {
            byte[] wrapped = Wrapped(packet, target, 0x1234);
            XdpResult taken = decapsulator.Unwrap.Run(wrapped);
            Assert.Equal((XdpAction.Pass, Hex(packet.AsSpan(12))), (taken.Verdict, Hex(taken.Packet.AsSpan(12))));
            Assert.Equal(Hex(wrapped.AsSpan(0, 12)), Hex(taken.Packet.AsSpan(0, 12)));
        }

        byte[] stranger = Packets.Ethernet().Ipv4(Ipv4Address.Parse("10.50.0.1"), Ipv4Address.Parse("10.97.1.2"), static (ref Ipv4Header ip) => ip.Protocol = IpProtocol.Ipv4).Payload(four.AsSpan(14)).Build();
        foreach (byte[] packet in (byte[][])[four, six, stranger, Wrapped(four, "10.97.1.3", 1), Packets.ArpRequest(Client, Web)])
            Assert.Equal((XdpAction.Pass, Hex(packet)), (decapsulator.Unwrap.Run(packet).Verdict, Hex(decapsulator.Unwrap.Run(packet).Packet)));
    }

    private static IDisposable Open(bool kernel, out IDecapsulator decapsulator)
    {
        if (!kernel)
        {
            var simulation = new DecapsulatorSimulation();
            decapsulator = simulation;
            return simulation;
        }

        KernelTest.Require();
        DecapsulatorObject loaded = DecapsulatorLoader.Load();
        decapsulator = loaded;
        return loaded;
    }
}
