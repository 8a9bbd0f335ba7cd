using System;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>Hears all frames of the interfaces in a namespace, on a thread of its own (<c>packet(7)</c>, <c>ETH_P_ALL</c>): what comes in behind XDP and before tc, and what goes out behind tc.</summary>
public sealed class FrameListener : IDisposable
{
    private const int AllProtocols = 0x0300; // ETH_P_ALL in network byte order
    private const int ReceiveBuffer = 8 << 20; // bytes
    private const int LargestFrame = 65_536;
    private const int Patience = 50; // ms

    private readonly FrameHandler _handler;
    private readonly Socket _socket;
    private readonly Thread _thread;
    private volatile bool _done;

    /// <summary>Begins to listen.</summary>
    /// <param name="place">The namespace.</param>
    /// <param name="handler">Is given each frame, from the Ethernet header on, on the listener's thread.</param>
    public FrameListener(LabNamespace place, FrameHandler handler)
    {
        _handler = handler;
        // Closing such a socket does not end a wait for it: it waits for short times only.
        _socket = place.Run(static () => new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)AllProtocols) { ReceiveTimeout = Patience });
        SocketOptions.SetReceiveBuffer(_socket, ReceiveBuffer);
        _thread = new Thread(Listen) { IsBackground = true, Name = "frames" };
        _thread.Start();
    }

    /// <summary>Looks at a frame.</summary>
    public delegate void FrameHandler(ReadOnlySpan<byte> frame);

    /// <summary>Ends listening, and waits for it.</summary>
    public void Dispose()
    {
        _done = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Listen()
    {
        byte[] buffer = new byte[LargestFrame];
        while (!_done)
        {
            try
            {
                _handler(buffer.AsSpan(0, _socket.Receive(buffer)));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // Nothing came.
            }
        }
    }
}
