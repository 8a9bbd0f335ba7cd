using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Sockets are found as simulated, and get the packets that are assigned to them.</summary>
public sealed class SocketTests
{
    [Fact]
    public void Sockets_are_found_as_simulated()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new SocketProgramsSimulation();
        using SocketProgramsObject loaded = SocketProgramsLoader.Load();
        var seen = new HashSet<string>();
        space.Run(() =>
        {
            using Socket tcp = Open(SocketType.Stream, IPAddress.Loopback), udp = Open(SocketType.Dgram, IPAddress.Any);
            using Socket tcpIpv6 = Open(SocketType.Stream, IPAddress.IPv6Any), udpIpv6 = Open(SocketType.Dgram, IPAddress.IPv6Loopback);
            foreach (Socket socket in new[] { tcp, udp, tcpIpv6, udpIpv6 })
                simulation.Environment.Network.Sockets.Add(new SimulatedSocket(socket.SocketType == SocketType.Stream ? IpProtocol.Tcp : IpProtocol.Udp, (IPEndPoint)socket.LocalEndPoint!));
            foreach (Socket socket in new[] { tcp, udp, tcpIpv6, udpIpv6 })
                foreach (int shift in new[] { 0, 1 })
                    foreach (bool isLoopback in new[] { true, false })
                    {
                        ushort port = (ushort)(((IPEndPoint)socket.LocalEndPoint!).Port + shift);
                        string expected = Ask(simulation, port, isLoopback);
                        Assert.Equal(expected, Ask(loaded, port, isLoopback));
                        seen.Add(expected);
                    }
        });
        Assert.True(seen.Count > 3, string.Join(" | ", seen));
    }

    [Fact]
    public void A_socket_gets_what_is_assigned_to_it()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using SocketProgramsObject loaded = SocketProgramsLoader.Load();
        using Socket listener = pair.Near.Run(static () => Open(SocketType.Stream, IPAddress.Parse(VethPair.NearAddress)));
        using Socket datagrams = pair.Near.Run(() => Open(SocketType.Dgram, IPAddress.Parse(VethPair.NearAddress), ((IPEndPoint)listener.LocalEndPoint!).Port));
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        loaded.Port = (uint)port;
        using TcLink link = pair.Near.Run(() => loaded.Proxy.Attach(VethPair.NearInterface, TcDirection.Ingress));

        // Nobody listens on these ports.
        using Socket client = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(IPAddress.Parse(VethPair.NearAddress), port ^ 1);
        Assert.True(listener.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead), "no connection came");
        using Socket server = listener.Accept();
        client.Send("hello"u8);
        server.ReceiveTimeout = 5000;
        Assert.Equal(5, server.Receive(new byte[16]));

        using Socket sender = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), port ^ 2));
        Assert.True(datagrams.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead), "no datagram came");
        Assert.Equal((2ul, 0ul), (loaded.Assigned, loaded.Refused));

        // A port without a socket: the packet goes its own way.
        loaded.Port = (uint)(port ^ 4);
        sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), port));
        Eventually.True(() => loaded.Refused == 1);
    }

    [Fact]
    public void A_simulated_socket_gets_what_is_assigned_to_it()
    {
        using var simulation = new SocketProgramsSimulation();
        var listener = new SimulatedSocket(IpProtocol.Udp, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4000));
        simulation.Environment.Network.Sockets.Add(listener);
        simulation.Port = 4000;
        byte[] packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);
        Assert.Same(listener, simulation.Proxy.Run(packet, new TcRunOptions { IsIngress = true }).AssignedSocket);
        Assert.Null(simulation.Proxy.Run(packet).AssignedSocket);
    }

    private static string Ask(ISocketPrograms programs, ushort port, bool isLoopback)
    {
        programs.Ipv4[0] = new Ipv4SocketTuple
        {
            Source = Ipv4Address.Parse("192.0.2.7"),
            Destination = Ipv4Address.Parse(isLoopback ? "127.0.0.1" : "192.0.2.1"),
            SourcePort = 99,
            DestinationPort = port,
        };
        programs.Ipv6[0] = new Ipv6SocketTuple
        {
            Source = Ipv6Address.Parse("2001:db8::7"),
            Destination = Ipv6Address.Parse(isLoopback ? "::1" : "2001:db8::1"),
            SourcePort = 99,
            DestinationPort = port,
        };
        byte[] packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);
        Assert.Equal(TcAction.Ok, programs.Tc.Run(packet).Verdict);
        string answers = string.Join(' ', programs.Answers);
        Assert.Equal(XdpAction.Pass, programs.Xdp.Run(packet).Verdict);
        return answers + " " + string.Join(' ', programs.Answers.Take(4));
    }

    private static Socket Open(SocketType type, IPAddress address, int port = 0)
    {
        var socket = new Socket(address.AddressFamily, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = false;
        socket.Bind(new IPEndPoint(address, port));
        if (type == SocketType.Stream)
            socket.Listen(4);
        return socket;
    }
}
