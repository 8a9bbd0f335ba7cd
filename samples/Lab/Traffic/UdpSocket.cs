using System.Net;
using System.Net.Sockets;

namespace BpfSharp.Samples;

/// <summary>Makes UDP sockets; they belong to the network namespace of the calling thread.</summary>
public static class UdpSocket
{
    public static Socket Bind(IPEndPoint at)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(at);
        return socket;
    }
}
