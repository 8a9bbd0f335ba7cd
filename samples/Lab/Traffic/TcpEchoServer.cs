using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>A TCP server that sends back whatever comes, each connection on a thread of its own.</summary>
public sealed class TcpEchoServer : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly Socket _listener;
    private readonly Thread _thread;
    private int _accepted;

    public TcpEchoServer(LabNamespace place, IPEndPoint at)
    {
        _listener = place.Run(() =>
        {
            var listener = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(at);
            listener.Listen(512);
            return listener;
        });
        _thread = new Thread(Accept) { IsBackground = true, Name = "echo" };
        _thread.Start();
    }

    /// <summary>How many connections it has accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
    }

    private static void Echo(Socket connection)
    {
        byte[] buffer = new byte[BufferSize];
        using (connection)
        {
            connection.NoDelay = true;
            try
            {
                int length;
                while ((length = connection.Receive(buffer)) > 0)
                    connection.Send(buffer.AsSpan(0, length));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The client gave up, or its interface went.
            }
        }
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket connection = _listener.Accept();
                Interlocked.Increment(ref _accepted);
                new Thread(() => Echo(connection)) { IsBackground = true, Name = "echo connection" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Dispose closes the socket to end the wait.
        }
    }
}
