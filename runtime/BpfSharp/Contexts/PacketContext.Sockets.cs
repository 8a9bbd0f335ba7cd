using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public abstract partial class PacketContext
{
    /// <summary>Whether this host has a TCP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is one, in the network namespace of the interface.</returns>
    [BpfFunction]
    public bool HasTcpSocket(in Ipv4SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv4SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        BpfHelpers.SkRelease(ref socket);
        return true;
    }

    /// <summary>Whether this host has a TCP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is one, in the network namespace of the interface.</returns>
    [BpfFunction]
    public bool HasTcpSocket(in Ipv6SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv6SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        BpfHelpers.SkRelease(ref socket);
        return true;
    }

    /// <summary>Whether this host has a UDP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is one, in the network namespace of the interface.</returns>
    [BpfFunction]
    public bool HasUdpSocket(in Ipv4SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv4SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        BpfHelpers.SkRelease(ref socket);
        return true;
    }

    /// <summary>Whether this host has a UDP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <returns>Whether there is one, in the network namespace of the interface.</returns>
    [BpfFunction]
    public bool HasUdpSocket(in Ipv6SocketTuple tuple)
    {
        ref SocketHandle socket = ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv6SocketTuple.ByteCount, BpfHelpers.CurrentNetworkNamespace, 0);
        if (Unsafe.IsNullRef(ref socket))
            return false;
        BpfHelpers.SkRelease(ref socket);
        return true;
    }
}
