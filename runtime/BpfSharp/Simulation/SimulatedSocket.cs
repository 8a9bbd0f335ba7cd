using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>A socket of a simulated host.</summary>
public sealed class SimulatedSocket
{
    private static long s_count;

    private SocketHandle _handle;
    private TcpSocketInfo _tcp;

    /// <summary>Makes a socket.</summary>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <param name="local">Its own address and port; address 0.0.0.0 or :: is any of that family.</param>
    /// <param name="remote">The other end of a connection; <see langword="null"/>: it listens, or is not connected.</param>
    public SimulatedSocket(IpProtocol protocol, IPEndPoint local, IPEndPoint? remote = null)
    {
        Protocol = protocol;
        Local = local;
        Remote = remote;
        bool isTcp = protocol == IpProtocol.Tcp;
        _handle.Number = Interlocked.Increment(ref s_count);
        _handle.Protocol = (uint)protocol;
        _handle.Type = (uint)(isTcp ? BpfSocketType.Stream : BpfSocketType.Datagram);
        _handle.Family = (uint)(local.AddressFamily == AddressFamily.InterNetworkV6 ? BpfSocketFamily.IPv6 : BpfSocketFamily.IPv4);
        _handle.SourcePort = (uint)local.Port;
        SetAddress(local.Address, ref _handle.SourceIpv4, ref _handle.SourceIpv6A);
        if (remote is not null)
        {
            _handle.DestinationPort = BinaryPrimitives.ReverseEndianness((ushort)remote.Port);
            SetAddress(remote.Address, ref _handle.DestinationIpv4, ref _handle.DestinationIpv6A);
        }

        State = remote is not null ? BpfSocketState.Established : isTcp ? BpfSocketState.Listen : BpfSocketState.Close;
    }

    /// <summary>The protocol.</summary>
    public IpProtocol Protocol { get; }

    /// <summary>Its own address and port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The other end of a connection.</summary>
    public IPEndPoint? Remote { get; }

    /// <summary>Its state; at first <see cref="BpfSocketState.Established"/> with another end, else <see cref="BpfSocketState.Listen"/> of TCP and <see cref="BpfSocketState.Close"/> of UDP.</summary>
    public BpfSocketState State
    {
        get => (BpfSocketState)_handle.State;
        set => _handle.State = (uint)value;
    }

    /// <summary>Interface that it is bound to; 0: any. Lookups don't look at it.</summary>
    public uint BoundInterface
    {
        get => _handle.BoundInterface;
        set => _handle.BoundInterface = value;
    }

    /// <summary>Mark of the packets that it sends.</summary>
    public uint Mark
    {
        get => _handle.Mark;
        set => _handle.Mark = value;
    }

    /// <summary>Priority of the packets that it sends.</summary>
    public uint Priority
    {
        get => _handle.Priority;
        set => _handle.Priority = value;
    }

    /// <summary>What views of a simulation take for the socket, as those of a loaded object take a real socket's handle.</summary>
    public SafeHandle SafeHandle => field ??= new SimulatedSocketHandle(this);

    /// <summary>What TCP knows of the connection.</summary>
    public ref TcpSocketInfo Tcp => ref _tcp;

    /// <summary>What a lookup gives a reference to.</summary>
    internal ref SocketHandle Handle => ref _handle;

    /// <summary>A listener has answered a SYN with a cookie.</summary>
    internal bool HasSentCookies { get; set; }

    /// <summary>Whether there is a socket (<c>sk_fullsock</c>), or something small that will become one or was one.</summary>
    internal bool IsWhole => State is not (BpfSocketState.TimeWait or BpfSocketState.NewSynReceived);

    private static void SetAddress(IPAddress address, ref uint ipv4, ref uint ipv6)
    {
        byte[] bytes = address.GetAddressBytes();
        MemoryMarshal.Cast<byte, uint>(bytes).CopyTo(bytes.Length == sizeof(uint) ? MemoryMarshal.CreateSpan(ref ipv4, 1) : MemoryMarshal.CreateSpan(ref ipv6, 4));
    }
}
