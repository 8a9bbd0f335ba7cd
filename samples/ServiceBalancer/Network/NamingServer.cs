using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;

namespace ServiceBalancer.Network;

/// <summary>A UDP server that answers with the number of its backend, then what it got.</summary>
internal sealed class NamingServer : IDisposable
{
    private readonly Socket _socket;
    private readonly Thread _thread;

    public NamingServer(ServiceNode backend, bool v6, ushort port, byte number)
    {
        _socket = backend.Place.Run(() => UdpSocket.Bind(new IPEndPoint(backend.Address(v6), port)));
        _thread = new Thread(() => Serve(number)) { IsBackground = true, Name = backend.Name };
        _thread.Start();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Serve(byte number)
    {
        byte[] buffer = new byte[65_536];
        buffer[0] = number;
        var any = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                EndPoint client = any;
                int length = _socket.ReceiveFrom(buffer, 1, buffer.Length - 1, SocketFlags.None, ref client);
                _socket.SendTo(buffer.AsSpan(0, length + 1), SocketFlags.None, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dispose closes the socket to end the wait.
        }
    }
}
