using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>Gives the packet to a TCP socket of this host, whatever its own addresses and ports are (Linux 5.7): the one that a packet with these ends would go to. On ingress only; of TCP, only SYNs to a listener and segments to their connection.</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is such a socket, and it takes the packet.</returns>
    [BpfFunction]
    public bool AssignTcpSocket(in Ipv4SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv4SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        int result = BpfHelpers.SkAssign(this, ref socket, 0);
        BpfHelpers.SkRelease(ref socket);
        return result == 0;
    }

    /// <summary>Gives the packet to a TCP socket of this host, whatever its own addresses and ports are (Linux 5.7): the one that a packet with these ends would go to. On ingress only; of TCP, only SYNs to a listener and segments to their connection.</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is such a socket, and it takes the packet.</returns>
    [BpfFunction]
    public bool AssignTcpSocket(in Ipv6SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv6SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        int result = BpfHelpers.SkAssign(this, ref socket, 0);
        BpfHelpers.SkRelease(ref socket);
        return result == 0;
    }

    /// <summary>Gives the packet to a UDP socket of this host, whatever its own addresses and ports are (Linux 5.7): the one that a packet with these ends would go to. On ingress only; of TCP, only SYNs to a listener and segments to their connection.</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is such a socket, and it takes the packet.</returns>
    [BpfFunction]
    public bool AssignUdpSocket(in Ipv4SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv4SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        int result = BpfHelpers.SkAssign(this, ref socket, 0);
        BpfHelpers.SkRelease(ref socket);
        return result == 0;
    }

    /// <summary>Gives the packet to a UDP socket of this host, whatever its own addresses and ports are (Linux 5.7): the one that a packet with these ends would go to. On ingress only; of TCP, only SYNs to a listener and segments to their connection.</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is such a socket, and it takes the packet.</returns>
    [BpfFunction]
    public bool AssignUdpSocket(in Ipv6SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv6SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        int result = BpfHelpers.SkAssign(this, ref socket, 0);
        BpfHelpers.SkRelease(ref socket);
        return result == 0;
    }
}
