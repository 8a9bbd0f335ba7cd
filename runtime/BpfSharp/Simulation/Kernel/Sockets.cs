using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The socket helpers, as in <c>net/core/filter.c</c>, over the simulated network's sockets.</summary>
internal static class Sockets
{
    private static IList<SimulatedSocket> All => SimulationRun.Require("sockets").Environment.Network.Sockets;

    // bpf_skc_lookup: what lies in the tables, whole or not. Other namespaces have numbers that nobody has given here.
    public static ref SocketHandle Find(PacketContext context, IpProtocol protocol, ReadOnlySpan<byte> tuple, long networkNamespace, ulong flags)
    {
        if (networkNamespace >= 0 || flags != 0)
            return ref Unsafe.NullRef<SocketHandle>();
        return ref HandleOf(Lookup(protocol, tuple));
    }

    // bpf_sk_lookup: the listener in place of a connection that it has not accepted; nothing in place of one that is only remembered.
    public static ref SocketHandle FindWhole(PacketContext context, IpProtocol protocol, ReadOnlySpan<byte> tuple, long networkNamespace, ulong flags)
    {
        if (networkNamespace >= 0 || flags != 0)
            return ref Unsafe.NullRef<SocketHandle>();
        SimulatedSocket? found = Lookup(protocol, tuple);
        return ref HandleOf(found is { State: BpfSocketState.NewSynReceived } ? ListenerOf(found) : found is { IsWhole: true } ? found : null);
    }

    // bpf_sk_fullsock
    public static ref SocketHandle Whole(ref SocketHandle socket)
    {
        SimulatedSocket found = Get(ref socket);
        return ref HandleOf(found.IsWhole ? found : null);
    }

    // bpf_tcp_sock
    public static ref TcpSocketInfo Tcp(ref SocketHandle socket)
    {
        SimulatedSocket found = Get(ref socket);
        if (!found.IsWhole || found.Protocol != IpProtocol.Tcp)
            return ref Unsafe.NullRef<TcpSocketInfo>();
        return ref found.Tcp;
    }

    // bpf_get_listener_sock
    public static ref SocketHandle Listener(ref SocketHandle socket)
    {
        SimulatedSocket found = Get(ref socket);
        return ref HandleOf(found.State == BpfSocketState.NewSynReceived ? ListenerOf(found) : found.State == BpfSocketState.Listen ? found : null);
    }

    // bpf_sk_assign
    public static int Assign(TcContext context, ref SocketHandle socket, ulong flags)
    {
        if (flags != 0)
            return -KernelError.Invalid;
        if (!context.State.IsIngress)
            return -KernelError.OperationNotSupported;
        context.State.AssignedSocket = Get(ref socket);
        return 0;
    }

    /// <summary>The socket that a reference leads to: one of the network's, or the packet's own.</summary>
    public static SimulatedSocket Get(ref SocketHandle socket)
    {
        long number = socket.Number;
        return All.Append(SimulationRun.Require("sockets").PacketSocket).First(s => s?.Handle.Number == number)!;
    }

    // A connection first, then a listener on the address, then one on any.
    private static SimulatedSocket? Lookup(IpProtocol protocol, ReadOnlySpan<byte> tuple)
    {
        int length = tuple.Length switch { Ipv4SocketTuple.ByteCount => 4, Ipv6SocketTuple.ByteCount => 16, _ => 0 };
        if (length == 0)
            return null;
        var source = new IPEndPoint(new IPAddress(tuple[..length]), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length)..]));
        var destination = new IPEndPoint(new IPAddress(tuple.Slice(length, length)), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length + 2)..]));
        return All
            .Where(s => s.Protocol == protocol && s.Local.Port == destination.Port && (s.Local.Address.Equals(destination.Address) || s.Local.Address.Equals(Any(destination.Address))))
            .Where(s => s.Remote is null || s.Remote.Equals(source))
            .OrderByDescending(static s => s.Remote is not null)
            .ThenByDescending(s => s.Local.Address.Equals(destination.Address))
            .FirstOrDefault();
    }

    private static SimulatedSocket? ListenerOf(SimulatedSocket connection) => All
        .Where(s => s.State == BpfSocketState.Listen && s.Local.Port == connection.Local.Port && (s.Local.Address.Equals(connection.Local.Address) || s.Local.Address.Equals(Any(connection.Local.Address))))
        .OrderByDescending(s => s.Local.Address.Equals(connection.Local.Address))
        .FirstOrDefault();

    private static IPAddress Any(IPAddress like) => like.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static ref SocketHandle HandleOf(SimulatedSocket? socket)
    {
        if (socket is null)
            return ref Unsafe.NullRef<SocketHandle>();
        return ref socket.Handle;
    }
}
