using System;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Infrastructure;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>A socket that waits for datagrams in a namespace.</summary>
internal sealed class Datagrams : IDisposable
{
    private readonly Socket _socket;

    public Datagrams(TestNamespace where) => _socket = where.Run(static () => Open());

    public ushort Port => (ushort)((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Sends some to an address and port; the payload tells them apart.</summary>
    public static void Send(TestNamespace from, string address, ushort port, int count)
    {
        using Socket sender = from.Run(static () => Open());
        for (int i = 0; i < count; i++)
            sender.SendTo([(byte)i, 1, 2, 3, 4, 5, 6, 7, 8], new IPEndPoint(IPAddress.Parse(address), port));
    }

    /// <summary>How many have come; waits until there are as many as expected, and a moment for more.</summary>
    public int Receive(int expected)
    {
        int count = 0;
        byte[] buffer = new byte[64];
        while (_socket.Poll(TimeSpan.FromMilliseconds(count < expected ? 1000 : 50), SelectMode.SelectRead))
        {
            if (_socket.Receive(buffer) == 9)
                count++;
        }

        return count;
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return socket;
    }
}
