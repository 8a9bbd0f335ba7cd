using System;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Infrastructure;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Real packets over a veth pair.</summary>
internal static class Traffic
{
    /// <summary>Sends UDP packets from far to near; gives how many arrived.</summary>
    public static int Send(VethPair pair, int count) => Send(pair.Far, pair.Near, VethPair.NearAddress, count);

    /// <summary>Sends UDP packets from near to far; gives how many arrived.</summary>
    public static int SendBack(VethPair pair, int count) => Send(pair.Near, pair.Far, VethPair.FarAddress, count);

    /// <summary>Sends UDP packets from one namespace to an address of another; gives how many arrived.</summary>
    public static int Send(TestNamespace from, TestNamespace to, string address, int count)
    {
        using Socket receiver = to.Run(() => Bind(new IPEndPoint(IPAddress.Parse(address), 0)));
        using Socket sender = from.Run(() => Bind(new IPEndPoint(IPAddress.Any, 0)));
        EndPoint target = receiver.LocalEndPoint!;
        for (int i = 0; i < count; i++)
            sender.SendTo([(byte)i, 0, 0, 0], target);

        int arrived = 0;
        byte[] buffer = new byte[64];
        // What does not arrive at once does not arrive: a veth delivers in the sender's own call, or on its next softirq.
        while (receiver.Poll(TimeSpan.FromMilliseconds(arrived < count ? 250 : 20), SelectMode.SelectRead))
        {
            receiver.Receive(buffer);
            arrived++;
        }
        return arrived;
    }

    // The kernel's choice of a free port can come up empty on a loaded machine (EADDRINUSE for port 0, seen twice in some hundred runs): another socket gets one.
    private static Socket Bind(IPEndPoint end)
    {
        for (int attempt = 1; ; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(end);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < 5)
            {
                socket.Dispose();
            }
        }
    }
}
