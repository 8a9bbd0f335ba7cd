using System.Net;
using System.Net.Sockets;
using BpfSharp.Protocols;
using BpfSharp.Simulation;

namespace BpfSharp.Fuzz.Running;

/// <summary>Sockets that programs find, by the kernel and in a simulation.</summary>
internal static class KnownSockets
{
    public const int Port = 47_011;

    private const int SocketLevel = 1;
    private const int ReusePort = 15;

    private static readonly IPEndPoint s_place = new(IPAddress.Loopback, Port);

    // Runs beside each other have some each: whichever the kernel finds is like the others.
    private static readonly Socket[] s_open = [Open(SocketType.Stream, ProtocolType.Tcp), Open(SocketType.Dgram, ProtocolType.Udp)];

    /// <summary>Opens them, if they are not, and adds them to a simulation.</summary>
    public static void Add(BpfSimulation simulation)
    {
        foreach (Socket socket in s_open)
            simulation.Environment.Network.Sockets.Add(new SimulatedSocket(socket.ProtocolType == ProtocolType.Tcp ? IpProtocol.Tcp : IpProtocol.Udp, s_place));
    }

    private static Socket Open(SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        socket.SetRawSocketOption(SocketLevel, ReusePort, [1, 0, 0, 0]);
        socket.Bind(s_place);
        if (type == SocketType.Stream)
            socket.Listen();
        return socket;
    }
}
