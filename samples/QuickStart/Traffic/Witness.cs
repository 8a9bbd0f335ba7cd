using System;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading;

namespace QuickStart.Traffic;

/// <summary>A receiving socket that writes down the ids of what reaches it.</summary>
internal sealed class Witness : IDisposable
{
    private readonly Socket _socket;
    private readonly WitnessLog _log;
    private readonly Thread _thread;

    public Witness(Socket socket, WitnessLog log)
    {
        _socket = socket;
        _log = log;
        _thread = new Thread(Listen) { IsBackground = true, Name = "witness" };
        _thread.Start();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Listen()
    {
        Span<byte> payload = stackalloc byte[64];
        try
        {
            while (true)
            {
                int length = _socket.Receive(payload);
                if (length == sizeof(uint))
                    _log.Add(BinaryPrimitives.ReadUInt32BigEndian(payload));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dispose closes the socket to end the wait.
        }
    }
}
