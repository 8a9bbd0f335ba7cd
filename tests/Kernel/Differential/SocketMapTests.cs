using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Values beside sockets and maps of sockets, by .NET and by the kernel: the same steps with real and with simulated sockets.</summary>
public sealed class SocketMapTests
{
    private static readonly byte[] s_packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);

    [Fact]
    public void Kernel_answers_as_the_simulation_does()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new SocketMapProgramsSimulation();
        using SocketMapProgramsObject loaded = SocketMapProgramsLoader.Load();
        space.Run(() =>
        {
            using Socket listener = Bound(SocketType.Stream, IPAddress.Loopback);
            using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            using Socket server = listener.Accept();
            var here = (IPEndPoint)listener.LocalEndPoint!;
            var there = (IPEndPoint)client.LocalEndPoint!;
            var simulatedListener = new SimulatedSocket(IpProtocol.Tcp, here);
            var simulatedServer = new SimulatedSocket(IpProtocol.Tcp, here, there);
            simulation.Environment.Network.Sockets.Add(simulatedListener);
            simulation.Environment.Network.Sockets.Add(simulatedServer);

            List<string> expected = Steps(simulation, simulatedListener.SafeHandle, simulatedServer.SafeHandle, here, there);
            Assert.Equal(expected, Steps(loaded, listener.SafeHandle, server.SafeHandle, here, there));
            Assert.True(expected.Distinct().Count() > 15, string.Join("\n", expected));
        });
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Connections_get_a_copy_of_their_listeners_value()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using SocketMapProgramsObject loaded = SocketMapProgramsLoader.Load();
        space.Run(() =>
        {
            using Socket listener = Bound(SocketType.Stream, IPAddress.Loopback);
            loaded.Inherited.Set(listener.SafeHandle, 77);
            using Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect(listener.LocalEndPoint!);
            using Socket server = listener.Accept();
            Assert.True(loaded.Inherited.TryGetValue(server.SafeHandle, out uint copy));
            Assert.Equal(77u, copy);
            loaded.Ends[0] = Tuple((IPEndPoint)client.LocalEndPoint!, (IPEndPoint)listener.LocalEndPoint!);
            Assert.Equal(TcAction.Ok, loaded.Inherit.Run(s_packet).Verdict);
            Assert.Equal(77, loaded.Answers[0]);
        });
    }

    [Fact]
    public void A_socket_of_a_map_gets_what_is_assigned_to_it()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using SocketMapProgramsObject loaded = SocketMapProgramsLoader.Load();
        using Socket receiver = pair.Near.Run(static () => Bound(SocketType.Dgram, IPAddress.Parse(VethPair.NearAddress)));
        loaded.Listeners.Set(0, receiver.SafeHandle);
        using TcLink link = pair.Near.Run(() => loaded.Give.Attach(VethPair.NearInterface, TcDirection.Ingress));
        using Socket sender = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), ((IPEndPoint)receiver.LocalEndPoint!).Port ^ 1));
        receiver.ReceiveTimeout = 5000;
        Assert.Equal(3, receiver.Receive(new byte[16]));
    }

    [Fact]
    public void What_is_no_socket_is_refused()
    {
        KernelTest.Require();
        using SocketMapProgramsObject loaded = SocketMapProgramsLoader.Load();
        using var file = System.IO.File.OpenHandle("/proc/self/status");
        using Socket unconnected = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<ArgumentException>(() => loaded.Usages.Set(file, default));
        Assert.Throws<ArgumentException>(() => loaded.Usages.TryGetValue(file, out _));
        Assert.Throws<ArgumentException>(() => loaded.Listeners.Set(0, file));
        Assert.Throws<ArgumentException>(() => loaded.Listeners.Set(0, unconnected.SafeHandle));
        using var simulation = new SocketMapProgramsSimulation();
        Assert.Throws<ArgumentException>(() => simulation.Usages.Set(file, default));
        Assert.Throws<ArgumentException>(() => simulation.Listeners.Set(0, new SimulatedSocket(IpProtocol.Tcp, new IPEndPoint(0, 1)) { State = BpfSocketState.Close }.SafeHandle));
    }

    private static List<string> Steps(ISocketMapPrograms programs, SafeHandle listener, SafeHandle server, IPEndPoint here, IPEndPoint there)
    {
        var seen = new List<string>();
        void Run(string program)
        {
            string verdict = program == "FindInXdp" ? programs.FindInXdp.Run(s_packet).Verdict.ToString() : ProgramsOf<ISocketMapPrograms>.Get<ITcProgram>(programs, program).Run(s_packet).Verdict.ToString();
            seen.Add($"{program} {verdict} {string.Join(' ', programs.Answers)} {programs.Usages.TryGetValue(server, out SocketMapPrograms.Usage usage)} {usage.Packets} {usage.Limit}");
        }

        foreach (IPEndPoint end in new[] { there, new IPEndPoint(IPAddress.Parse("192.0.2.7"), 9) })
        {
            programs.Ends[0] = Tuple(end, here);
            foreach (uint index in new uint[] { 0, 1, 2 })
            {
                programs.Index = index;
                foreach (string program in new[] { "Count", "Count", "Find", "FindInXdp", "Remember", "Remember", "Find", "FindInXdp", "Drop", "Drop", "Find", "Forget", "Forget" })
                    Run(program);
            }
        }

        programs.Ends[0] = Tuple(there, new IPEndPoint(IPAddress.Loopback, here.Port ^ 1));
        Run("Count");
        Run("Forget");

        // User space puts sockets there, and values beside them.
        programs.Index = 1;
        programs.Ends[0] = Tuple(there, here);
        programs.Listeners.Set(1, listener);
        programs.Connections.Set((ushort)there.Port, server);
        programs.Usages.Set(server, new SocketMapPrograms.Usage { Packets = 5, Limit = 2 });
        Run("Find");
        Run("Count");
        seen.Add($"{programs.Listeners.TryGetCookie(1, out ulong cookie)} {cookie != 0} {programs.Listeners.TryGetCookie(0, out _)} {programs.Connections.TryGetCookie((ushort)there.Port, out _)}");
        seen.Add($"{programs.Listeners.Remove(1)} {programs.Listeners.Remove(1)} {programs.Connections.Remove(5)} {programs.Usages.Remove(server)} {programs.Usages.Remove(server)}");
        Run("Find");
        return seen;
    }

    private static Ipv4SocketTuple Tuple(IPEndPoint source, IPEndPoint destination) => new()
    {
        Source = Ipv4Address.Parse(source.Address.ToString()),
        SourcePort = (ushort)source.Port,
        Destination = Ipv4Address.Parse(destination.Address.ToString()),
        DestinationPort = (ushort)destination.Port,
    };

    private static Socket Bound(SocketType type, IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        if (type == SocketType.Stream)
            socket.Listen(4);
        return socket;
    }
}
