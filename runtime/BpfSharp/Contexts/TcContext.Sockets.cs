using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>The packet's own socket: its sender, or who gets it (<c>skb->sk</c>, Linux 5.1); absent where it has none (yet). Nothing is to be released.</summary>
    public BpfSocketCommon Socket
    {
        [BpfFunction]
        get => new(ref SocketOrNull);
    }

    [BpfContextField("sk", 168, 8, ResultBytes = SocketHandle.ByteCount)]
    internal ref SocketHandle SocketOrNull => ref State.SocketHandle;

    /// <summary>Gives the packet to a socket, whatever its own addresses and ports are (<c>bpf_sk_assign</c>, Linux 5.7). On ingress only; of TCP, only SYNs to a listener and segments to their connection.</summary>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <returns>Whether it takes the packet.</returns>
    [BpfFunction]
    public bool Assign(BpfSocket socket) => BpfHelpers.SkAssign(this, ref socket.Handle, 0) == 0;

    /// <summary>Gives the packet to a connection or listener, whatever its own addresses and ports are (<c>bpf_sk_assign</c>, Linux 5.7). On ingress only.</summary>
    /// <param name="socket">The socket. Faults (<see cref="FaultKind.NullReference"/>) where it is absent.</param>
    /// <returns>Whether it takes the packet.</returns>
    [BpfFunction]
    public bool Assign(BpfSocketCommon socket) => BpfHelpers.SkAssign(this, ref socket.Handle, 0) == 0;

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
