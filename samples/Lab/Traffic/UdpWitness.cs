using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>A receiving socket that tells of every datagram that reaches it.</summary>
public sealed class UdpWitness : IDisposable
{
    private const int LargestDatagram = 65_535;

    private readonly Receive _receive;
    private readonly Thread _thread;

    /// <param name="place">Where it listens.</param>
    /// <param name="at">Its address and port.</param>
    /// <param name="receive">Called on the witness's thread.</param>
    public UdpWitness(LabNamespace place, IPEndPoint at, Receive receive)
    {
        Socket = place.Run(() => UdpSocket.Bind(at));
        _receive = receive;
        _thread = new Thread(Listen) { IsBackground = true, Name = "witness" };
        _thread.Start();
    }

    /// <param name="payload">Valid during the call only.</param>
    /// <param name="source">The sender as the receiver's stack sees it.</param>
    public delegate void Receive(ReadOnlySpan<byte> payload, IPEndPoint source);

    /// <summary>The socket; closed with the witness.</summary>
    public Socket Socket { get; }

    public void Dispose()
    {
        Socket.Dispose();
        _thread.Join();
    }

    private void Listen()
    {
        byte[] buffer = new byte[LargestDatagram];
        EndPoint any = new IPEndPoint(Socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        try
        {
            while (true)
            {
                EndPoint source = any;
                int length = Socket.ReceiveFrom(buffer, ref source);
                _receive(buffer.AsSpan(0, length), (IPEndPoint)source);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dispose closes the socket to end the wait.
        }
    }
}
