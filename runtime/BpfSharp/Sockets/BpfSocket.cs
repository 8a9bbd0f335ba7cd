using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>A socket, for as long as what it was found by is held (<c>struct bpf_sock</c>).</summary>
/// <remarks>Members fault (<see cref="FaultKind.NullReference"/>) where there is no socket. Ports and addresses are the socket's own and its other end's, whichever way a packet goes.</remarks>
[BpfFunction]
public readonly ref struct BpfSocket
{
    private readonly ref SocketHandle _socket;

    internal BpfSocket(ref SocketHandle socket) => _socket = ref socket;

    /// <summary>Whether there is no socket.</summary>
    public bool IsAbsent => Unsafe.IsNullRef(ref _socket);

    /// <summary>What it carries.</summary>
    public BpfSocketType Type => (BpfSocketType)Handle.Type;

    /// <summary>Its protocol.</summary>
    public IpProtocol Protocol => (IpProtocol)Handle.Protocol;

    /// <summary>Mark of the packets that it sends (<c>SO_MARK</c>).</summary>
    public uint Mark => Handle.Mark;

    /// <summary>Priority of the packets that it sends (<c>SO_PRIORITY</c>).</summary>
    public uint Priority => Handle.Priority;

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

    /// <summary>What TCP knows of the connection (<c>bpf_tcp_sock</c>, Linux 5.1; tc only).</summary>
    /// <param name="tcp">The connection; absent where this is no TCP socket.</param>
    /// <returns>Whether it is one.</returns>
    public bool TryGetTcp(out BpfTcpSocket tcp)
    {
        tcp = new BpfTcpSocket(ref BpfHelpers.TcpSock(ref Handle));
        return !tcp.IsAbsent;
    }

    /// <summary>The SYN cookie by which this listener answers an IPv4 SYN (<c>bpf_tcp_gen_syncookie</c>, Linux 5.3; needs a GPL-compatible license): it has to be busy, or its host to send cookies always (<c>net.ipv4.tcp_syncookies</c> 2).</summary>
    /// <param name="ip">The IPv4 header, without options.</param>
    /// <param name="tcp">The TCP header with all its options, as many bytes as it says; in the packet, of a constant length.</param>
    /// <param name="cookie">The cookie: the sequence number of the SYN-ACK.</param>
    /// <param name="segmentSize">The segment size that it stands for, for the SYN-ACK's option.</param>
    /// <returns>Whether there is one: not where this is no listener, or sends none.</returns>
    public bool TryGenerateSynCookie(ref readonly Ipv4Header ip, ReadOnlySpan<byte> tcp, out uint cookie, out ushort segmentSize)
    {
        long result = BpfHelpers.TcpGenSyncookie(ref Handle, in ip, Ipv4Header.Size, tcp);
        cookie = result < 0 ? 0 : (uint)result;
        segmentSize = result < 0 ? (ushort)0 : (ushort)(result >> 32);
        return result >= 0;
    }

    /// <summary>Whether an IPv4 ACK answers a SYN cookie of this listener (<c>bpf_tcp_check_syncookie</c>, Linux 5.2; needs a GPL-compatible license).</summary>
    /// <param name="ip">The IPv4 header, without options.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>Whether it does; not where this is no listener, or has sent none of late.</returns>
    public bool IsSynCookie(ref readonly Ipv4Header ip, ref readonly TcpHeader tcp) => BpfHelpers.TcpCheckSyncookie(ref Handle, in ip, Ipv4Header.Size, in tcp, TcpHeader.Size) == 0;

    /// <summary>The SYN cookie by which this listener answers an IPv6 SYN (<c>bpf_tcp_gen_syncookie</c>, Linux 5.3; needs a GPL-compatible license): it has to be busy, or its host to send cookies always (<c>net.ipv4.tcp_syncookies</c> 2).</summary>
    /// <param name="ip">The IPv6 header, without options.</param>
    /// <param name="tcp">The TCP header with all its options, as many bytes as it says; in the packet, of a constant length.</param>
    /// <param name="cookie">The cookie: the sequence number of the SYN-ACK.</param>
    /// <param name="segmentSize">The segment size that it stands for, for the SYN-ACK's option.</param>
    /// <returns>Whether there is one: not where this is no listener, or sends none.</returns>
    public bool TryGenerateSynCookie(ref readonly Ipv6Header ip, ReadOnlySpan<byte> tcp, out uint cookie, out ushort segmentSize)
    {
        long result = BpfHelpers.TcpGenSyncookie(ref Handle, in ip, Ipv6Header.Size, tcp);
        cookie = result < 0 ? 0 : (uint)result;
        segmentSize = result < 0 ? (ushort)0 : (ushort)(result >> 32);
        return result >= 0;
    }

    /// <summary>Whether an IPv6 ACK answers a SYN cookie of this listener (<c>bpf_tcp_check_syncookie</c>, Linux 5.2; needs a GPL-compatible license).</summary>
    /// <param name="ip">The IPv6 header, without options.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>Whether it does; not where this is no listener, or has sent none of late.</returns>
    public bool IsSynCookie(ref readonly Ipv6Header ip, ref readonly TcpHeader tcp) => BpfHelpers.TcpCheckSyncookie(ref Handle, in ip, Ipv6Header.Size, in tcp, TcpHeader.Size) == 0;

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
