using System;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Samples;

namespace ContainerPolicy.Traffic;

/// <summary>A datagram to a closed port, whose sender is to hear of it by an ICMP error.</summary>
internal static class RefusedDatagram
{
    private const int Limit = 1_000; // ms

    /// <returns>What came instead of the error; null: it came.</returns>
    public static string? Send(LabNamespace place, IPEndPoint from, IPEndPoint to)
    {
        using Socket socket = place.Run(() => UdpSocket.Bind(from));
        socket.Connect(to);
        socket.ReceiveTimeout = Limit;
        try
        {
            socket.Send([1]);
            socket.Receive(new byte[1]);
            return "an answer came";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused ? null : $"{e.SocketErrorCode}";
        }
    }
}
