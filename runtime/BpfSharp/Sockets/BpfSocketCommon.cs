using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>What all sockets have, also those that are no whole sockets: connections that wait to be forgotten, and those that a listener has not accepted (<c>struct sock_common</c>).</summary>
/// <remarks>Members fault (<see cref="FaultKind.NullReference"/>) where there is no socket. Ports and addresses are the socket's own and its other end's, whichever way a packet goes.</remarks>
[BpfFunction]
public readonly ref struct BpfSocketCommon
{
    private readonly ref SocketHandle _socket;

    internal BpfSocketCommon(ref SocketHandle socket) => _socket = ref socket;

    /// <summary>Whether there is no socket.</summary>
    public bool IsAbsent => Unsafe.IsNullRef(ref _socket);

    /// <summary>Interface that the socket is bound to; 0: any.</summary>
    public uint BoundInterface => Handle.BoundInterface;

    /// <summary>Which addresses it has.</summary>
    public BpfSocketFamily Family => (BpfSocketFamily)Handle.Family;

    /// <summary>Its state.</summary>
    public BpfSocketState State => (BpfSocketState)Handle.State;

    /// <summary>Its own IPv4 address; meaningful for <see cref="BpfSocketFamily.IPv4"/>.</summary>
    public Ipv4Address LocalIpv4 => new(Handle.SourceIpv4);

    /// <summary>Its own IPv6 address; meaningful for <see cref="BpfSocketFamily.IPv6"/>.</summary>
    public Ipv6Address LocalIpv6 => new(Handle.SourceIpv6A, Handle.SourceIpv6B, Handle.SourceIpv6C, Handle.SourceIpv6D);

    /// <summary>Its own port, as a number.</summary>
    public ushort LocalPort => (ushort)Handle.SourcePort;

    /// <summary>The other end's IPv4 address; meaningful for <see cref="BpfSocketFamily.IPv4"/>.</summary>
    public Ipv4Address RemoteIpv4 => new(Handle.DestinationIpv4);

    /// <summary>The other end's IPv6 address; meaningful for <see cref="BpfSocketFamily.IPv6"/>.</summary>
    public Ipv6Address RemoteIpv6 => new(Handle.DestinationIpv6A, Handle.DestinationIpv6B, Handle.DestinationIpv6C, Handle.DestinationIpv6D);

    /// <summary>The other end's port, as a number; 0: there is none.</summary>
    public ushort RemotePort => BinaryPrimitives.ReverseEndianness(Handle.DestinationPort);

    /// <summary>The socket, if it is a whole one (<c>bpf_sk_fullsock</c>, Linux 5.1; tc only).</summary>
    /// <param name="socket">The socket; absent where it is none.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGetSocket(out BpfSocket socket)
    {
        socket = new BpfSocket(ref BpfHelpers.SkFullSock(ref Handle));
        return !socket.IsAbsent;
    }

    /// <summary>What TCP knows of the connection (<c>bpf_tcp_sock</c>, Linux 5.1; tc only).</summary>
    /// <param name="tcp">The connection; absent where this is no whole TCP socket.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGetTcp(out BpfTcpSocket tcp)
    {
        tcp = new BpfTcpSocket(ref BpfHelpers.TcpSock(ref Handle));
        return !tcp.IsAbsent;
    }

    /// <summary>The listener that this is, or that has not accepted this connection yet (<c>bpf_get_listener_sock</c>, Linux 5.1; tc only).</summary>
    /// <param name="listener">The listener; absent where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetListener(out BpfSocket listener)
    {
        listener = new BpfSocket(ref BpfHelpers.GetListenerSock(ref Handle));
        return !listener.IsAbsent;
    }

    /// <summary>The kernel's structure; faults where there is none.</summary>
    internal ref SocketHandle Handle
    {
        get
        {
            if (Unsafe.IsNullRef(ref _socket))
                throw new AbsentReferenceException();
            return ref _socket;
        }
    }
}
