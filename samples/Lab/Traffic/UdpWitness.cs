using System;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>A receiving socket that tells of every datagram that reaches it.</summary>
public sealed class UdpWitness : IDisposable
{
    private const int LargestDatagram = 65_535;

    private readonly Socket _socket;
    private readonly Receive _receive;
    private readonly Thread _thread;

    /// <param name="socket">Bound; belongs to the witness from now on.</param>
    /// <param name="receive">Called on the witness's thread.</param>
    public UdpWitness(Socket socket, Receive receive)
    {
        _socket = socket;
        _receive = receive;
        _thread = new Thread(Listen) { IsBackground = true, Name = "witness" };
        _thread.Start();
    }

    /// <param name="payload">Valid during the call only.</param>
    public delegate void Receive(ReadOnlySpan<byte> payload);

    public void Dispose()
    {
        _socket.Dispose();
        _thread.Join();
    }

    private void Listen()
    {
        byte[] buffer = new byte[LargestDatagram];
        try
        {
            while (true)
                _receive(buffer.AsSpan(0, _socket.Receive(buffer)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dispose closes the socket to end the wait.
        }
    }
}
