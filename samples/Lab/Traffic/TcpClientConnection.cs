using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>A TCP connection to an echo server.</summary>
public sealed class TcpClientConnection : IDisposable
{
    private const int PieceSize = 1 << 16;

    private readonly Socket _socket;

    private TcpClientConnection(Socket socket) => _socket = socket;

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Connects; null where it does not come about in time.</summary>
    /// <param name="place">Who connects.</param>
    /// <param name="to">The server.</param>
    /// <param name="limit">How long connecting, and later each send and receive, may take.</param>
    /// <param name="from">The client's address; null: the kernel chooses.</param>
    public static TcpClientConnection? TryOpen(LabNamespace place, IPEndPoint to, TimeSpan limit, IPAddress? from = null) => place.Run(() =>
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            socket.Blocking = false;
            try
            {
                socket.Connect(to);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                if (!socket.Poll(limit, SelectMode.SelectWrite) || (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != 0)
                {
                    socket.Dispose();
                    return null;
                }
            }

            socket.Blocking = true;
            socket.ReceiveTimeout = socket.SendTimeout = (int)limit.TotalMilliseconds;
            return new TcpClientConnection(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    });

    /// <summary>Sends bytes and reads them back.</summary>
    /// <param name="length">How many.</param>
    /// <returns>What went wrong; null: they came back as they were.</returns>
    public string? Exchange(int length)
    {
        string? failure = null;
        var sender = new Thread(() => failure = Send(length)) { IsBackground = true, Name = "tcp sender" };
        sender.Start();
        string? received = Receive(length);
        if (received is not null)
            _socket.Dispose(); // ends the sender's wait
        sender.Join();
        return received ?? failure;
    }

    public void Dispose() => _socket.Dispose();

    private static byte ByteAt(int position) => (byte)(position * 31 ^ position >> 8);

    private string? Send(int length)
    {
        byte[] piece = new byte[PieceSize];
        try
        {
            for (int sent = 0; sent < length;)
            {
                int size = Math.Min(PieceSize, length - sent);
                for (int i = 0; i < size; i++)
                    piece[i] = ByteAt(sent + i);
                sent += _socket.Send(piece.AsSpan(0, size));
            }

            return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return $"sending failed: {e.Message}";
        }
    }

    private string? Receive(int length)
    {
        byte[] piece = new byte[PieceSize];
        try
        {
            for (int received = 0; received < length;)
            {
                int size = _socket.Receive(piece.AsSpan(0, Math.Min(PieceSize, length - received)));
                if (size == 0)
                    return $"the connection ended after {received} of {length} bytes";
                for (int i = 0; i < size; i++)
                {
                    if (piece[i] != ByteAt(received + i))
                        return $"byte {received + i} came back as {piece[i]}";
                }

                received += size;
            }

            return null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return $"receiving failed: {e.Message}";
        }
    }
}
