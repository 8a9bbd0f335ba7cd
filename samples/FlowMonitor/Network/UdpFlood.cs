using System.Net;
using System.Net.Sockets;
using BpfSharp.Samples;

namespace FlowMonitor.Network;

/// <summary>Sends datagrams as fast as it can.</summary>
internal static class UdpFlood
{
    /// <returns>How many the stack has taken.</returns>
    public static int Send(LabNamespace place, IPEndPoint from, IPEndPoint to, int packets, int size) => place.Run(() =>
    {
        using Socket socket = UdpSocket.Bind(from);
        byte[] payload = new byte[size];
        int sent = 0;
        for (int i = 0; i < packets; i++)
        {
            try
            {
                socket.SendTo(payload, to);
                sent++;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.NoBufferSpaceAvailable or SocketError.ConnectionRefused)
            {
                // Not sent: nothing to count.
            }
        }

        return sent;
    });
}
