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
using BpfSharp.Views;
using Xunit;
using static BpfSharp.Kernel.Tests.Differential.Programs.SocketReferencePrograms;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What programs see of sockets, by .NET and by the kernel: real sockets of a namespace, and the same ones simulated.</summary>
public sealed class SocketReferenceTests
{
    private static readonly Ipv4Address s_other = Ipv4Address.Parse("192.0.2.7");

    [Fact]
    public void Listeners_connections_and_datagrams_look_as_simulated()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new SocketReferenceProgramsSimulation();
        using SocketReferenceProgramsObject loaded = SocketReferenceProgramsLoader.Load();
        var seen = new List<string>();
        space.Run(() =>
        {
            using Socket listener = Bound(SocketType.Stream, IPAddress.Loopback);
            int port = Port(listener);
            using Socket datagrams = Bound(SocketType.Dgram, IPAddress.Loopback, port);
            using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Mark(listener, 7, 3);
            client.Connect(IPAddress.Loopback, port);
            using Socket server = listener.Accept();
            Mark(server, 9, 5);
            client.Send("hello"u8);
            Assert.Equal(5, server.Receive(new byte[16]));
            var here = new IPEndPoint(IPAddress.Loopback, port);
            var there = (IPEndPoint)client.LocalEndPoint!;
            IList<SimulatedSocket> sockets = simulation.Environment.Network.Sockets;
            sockets.Add(new SimulatedSocket(IpProtocol.Tcp, here) { Mark = 7, Priority = 3 });
            sockets.Add(new SimulatedSocket(IpProtocol.Udp, here));
            var connection = new SimulatedSocket(IpProtocol.Tcp, here, there) { Mark = 9, Priority = 5 };
            connection.Tcp.BytesReceived = 5;
            connection.Tcp.DataSegmentsReceived = 1;
            sockets.Add(connection);

            foreach (int shift in new[] { 0, 1 })
                foreach (bool isConnection in new[] { false, true })
                    foreach (uint divisor in new uint[] { 0, 1, 2 })
                        foreach (string program in new[] { "Tcp", "Two", "Common", "Xdp" })
                        {
                            var tuple = new Ipv4SocketTuple
                            {
                                Source = isConnection ? Ipv4Address.Loopback : s_other,
                                SourcePort = (ushort)(isConnection ? there.Port : 99),
                                Destination = Ipv4Address.Loopback,
                                DestinationPort = (ushort)(port + shift),
                            };
                            string expected = Ask(simulation, program, tuple, divisor);
                            Assert.Equal((program, expected), (program, Ask(loaded, program, tuple, divisor)));
                            seen.Add(expected);
                        }
        });
        // Found and absent, faults while a socket is held, both kinds of TCP sockets.
        Assert.True(seen.Distinct().Count() >= 10, string.Join("\n", seen.Distinct()));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Contains(simulation.ReadFaults(), static f => f.Site.Kind == FaultKind.DivideByZero);
    }

    [Fact]
    public void What_is_no_whole_socket_is_seen_by_its_own_lookup_only()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new SocketReferenceProgramsSimulation();
        using SocketReferenceProgramsObject loaded = SocketReferenceProgramsLoader.Load();
        space.Run(() =>
        {
            using Socket listener = Bound(SocketType.Stream, IPAddress.Loopback);
            int port = Port(listener);
            Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(IPAddress.Loopback, port);
            var local = (IPEndPoint)client.LocalEndPoint!;
            Socket server = listener.Accept();
            // Who closes first remembers the connection.
            client.Dispose();
            server.Dispose();
            simulation.Environment.Network.Sockets.Add(new SimulatedSocket(IpProtocol.Tcp, local, new IPEndPoint(IPAddress.Loopback, port)) { State = BpfSocketState.TimeWait });
            var tuple = new Ipv4SocketTuple { Source = Ipv4Address.Loopback, SourcePort = (ushort)port, Destination = Ipv4Address.Loopback, DestinationPort = (ushort)local.Port };
            Eventually.True(() => Ask(loaded, "Common", tuple, 1).StartsWith("Repeat", StringComparison.Ordinal));
            foreach (string program in new[] { "Common", "Tcp" })
                Assert.Equal(Ask(simulation, program, tuple, 1), Ask(loaded, program, tuple, 1));
            Assert.StartsWith("Repeat", Ask(simulation, "Common", tuple, 1), StringComparison.Ordinal);
            Assert.StartsWith("Pipe", Ask(simulation, "Tcp", tuple, 1), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void IPv6_sockets_look_as_simulated()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new SocketReferenceProgramsSimulation();
        using SocketReferenceProgramsObject loaded = SocketReferenceProgramsLoader.Load();
        space.Run(() =>
        {
            using Socket listener = Bound(SocketType.Stream, IPAddress.IPv6Loopback);
            simulation.Environment.Network.Sockets.Add(new SimulatedSocket(IpProtocol.Tcp, (IPEndPoint)listener.LocalEndPoint!));
            foreach (int shift in new[] { 0, 1 })
                foreach (string program in new[] { "TcpIpv6", "Xdp" })
                {
                    var tuple = new Ipv6SocketTuple { Source = Ipv6Address.Loopback, SourcePort = 5, Destination = Ipv6Address.Loopback, DestinationPort = (ushort)(Port(listener) + shift) };
                    simulation.Ipv6[0] = loaded.Ipv6[0] = tuple;
                    Assert.Equal(Ask(simulation, program, default, 1), Ask(loaded, program, default, 1));
                    Assert.Equal(shift == 0, simulation.Seen[0].LocalIpv6 == Ipv6Address.Loopback);
                }
        });
    }

    [Fact]
    public void A_packet_shows_its_own_socket()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using SocketReferenceProgramsObject loaded = SocketReferenceProgramsLoader.Load();
        using Socket listener = pair.Far.Run(static () => Bound(SocketType.Stream, IPAddress.Parse(VethPair.FarAddress)));
        using TcLink link = pair.Near.Run(() => loaded.Sender.Attach(VethPair.NearInterface, TcDirection.Egress));
        using Socket client = pair.Near.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        Mark(client, 0x55, 0);
        client.Connect(IPAddress.Parse(VethPair.FarAddress), Port(listener));
        using Socket server = listener.Accept();
        server.Send("hello"u8);
        Assert.Equal(5, client.Receive(new byte[16]));
        client.Send("x"u8);
        Assert.Equal(1, server.Receive(new byte[1]));
        Assert.True(loaded.OwnSockets > 1);

        using var simulation = new SocketReferenceProgramsSimulation();
        var socket = new SimulatedSocket(IpProtocol.Tcp, (IPEndPoint)client.LocalEndPoint!, (IPEndPoint)client.RemoteEndPoint!) { Mark = 0x55 };
        socket.Tcp.BytesReceived = 5;
        socket.Tcp.DataSegmentsReceived = 1;
        byte[] packet = Testing.Packets.Udp(s_other, s_other, 1, 53, new byte[18]);
        Assert.Equal(TcAction.Ok, simulation.Sender.Run(packet, new TcRunOptions { Socket = socket }).Verdict);
        Assert.Equal(Text(simulation.Seen[0]), Text(loaded.Seen[0]));
        Assert.Equal(Text(simulation.Seen[1]), Text(loaded.Seen[1]));
        simulation.Sender.Run(packet);
        Assert.Equal(1ul, simulation.Absent);
    }

    [Fact]
    public void A_socket_gets_what_is_assigned_to_it()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using SocketReferenceProgramsObject loaded = SocketReferenceProgramsLoader.Load();
        using Socket receiver = pair.Near.Run(static () => Bound(SocketType.Dgram, IPAddress.Parse(VethPair.NearAddress)));
        var tuple = new Ipv4SocketTuple { Destination = Ipv4Address.Parse(VethPair.NearAddress), DestinationPort = (ushort)Port(receiver) };
        loaded.Ipv4[0] = tuple;
        using TcLink link = pair.Near.Run(() => loaded.Give.Attach(VethPair.NearInterface, TcDirection.Ingress));
        using Socket sender = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), Port(receiver) ^ 1));
        receiver.ReceiveTimeout = 5000;
        Assert.Equal(3, receiver.Receive(new byte[16]));

        using var simulation = new SocketReferenceProgramsSimulation();
        var simulated = new SimulatedSocket(IpProtocol.Udp, (IPEndPoint)receiver.LocalEndPoint!);
        simulation.Environment.Network.Sockets.Add(simulated);
        simulation.Ipv4[0] = tuple;
        byte[] packet = Testing.Packets.Udp(s_other, s_other, 1, 53, new byte[18]);
        TcResult result = simulation.Give.Run(packet, new TcRunOptions { IsIngress = true });
        Assert.Equal((TcAction.Ok, simulated), (result.Verdict, result.AssignedSocket));
        Assert.Equal(TcAction.Shot, simulation.Give.Run(packet).Verdict);
    }

    private static string Ask(ISocketReferencePrograms programs, string program, Ipv4SocketTuple tuple, uint divisor)
    {
        programs.Ipv4[0] = tuple;
        programs.Divisor = divisor;
        for (uint i = 0; i < 3; i++)
            programs.Seen[i] = default;
        byte[] packet = Testing.Packets.Udp(s_other, s_other, 1, 53, new byte[18]);
        string verdict = program == "Xdp" ? programs.Xdp.Run(packet).Verdict.ToString() : ProgramsOf<ISocketReferencePrograms>.Get<ITcProgram>(programs, program).Run(packet).Verdict.ToString();
        return string.Join(" | ", verdict, Text(programs.Seen[0]), Text(programs.Seen[1]), Text(programs.Seen[2]), programs.Absent);
    }

    private static string Text(SeenSocket s) =>
        $"{s.BoundInterface} {s.Family} {s.Type} {s.Protocol} {s.Mark} {s.Priority} {s.State} {s.Tcp} {s.LocalPort} {s.RemotePort} {s.BytesReceived} {s.LocalIpv4} {s.RemoteIpv4} {s.LocalIpv6} {s.RemoteIpv6}";

    private static void Mark(Socket socket, int mark, int priority)
    {
        const int SocketLevel = 1; // SOL_SOCKET
        const int MarkOption = 36; // SO_MARK
        const int PriorityOption = 12; // SO_PRIORITY
        socket.SetRawSocketOption(SocketLevel, MarkOption, BitConverter.GetBytes(mark));
        socket.SetRawSocketOption(SocketLevel, PriorityOption, BitConverter.GetBytes(priority));
    }

    private static int Port(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Socket Bound(SocketType type, IPAddress address, int port = 0)
    {
        var socket = new Socket(address.AddressFamily, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        if (type == SocketType.Stream)
            socket.Listen(4);
        return socket;
    }
}
