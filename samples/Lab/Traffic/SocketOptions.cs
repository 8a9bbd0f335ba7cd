using System;
using System.Net.Sockets;

namespace BpfSharp.Samples;

/// <summary>Options of sockets that .NET has no names for (<c>asm-generic/socket.h</c>, <c>linux/in.h</c>, <c>linux/in6.h</c>).</summary>
public static class SocketOptions
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int SendBufferForce = 32; // SO_SNDBUFFORCE
    private const int ReceiveBufferForce = 33; // SO_RCVBUFFORCE
    private const int Ipv4Level = 0; // IPPROTO_IP
    private const int Ipv4TypeOfService = 1; // IP_TOS
    private const int Ipv6Level = 41; // IPPROTO_IPV6
    private const int Ipv6TrafficClass = 67; // IPV6_TCLASS

    /// <summary>Bytes that may wait in the sender's queues, whatever the system's limit is.</summary>
    public static void SetSendBuffer(Socket socket, int bytes) => Set(socket, SocketLevel, SendBufferForce, bytes);

    /// <summary>Bytes that may wait for the receiver, whatever the system's limit is.</summary>
    public static void SetReceiveBuffer(Socket socket, int bytes) => Set(socket, SocketLevel, ReceiveBufferForce, bytes);

    /// <summary>The DSCP of what the socket sends.</summary>
    public static void SetDscp(Socket socket, byte dscp)
    {
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
            Set(socket, Ipv6Level, Ipv6TrafficClass, dscp << 2);
        else
            Set(socket, Ipv4Level, Ipv4TypeOfService, dscp << 2);
    }

    private static void Set(Socket socket, int level, int option, int value) => socket.SetRawSocketOption(level, option, BitConverter.GetBytes(value));
}
