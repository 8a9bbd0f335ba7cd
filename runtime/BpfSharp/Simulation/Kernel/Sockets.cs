using System;
using System.Buffers.Binary;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The socket helpers, as in <c>net/core/filter.c</c>, over the simulated network's sockets.</summary>
internal static class Sockets
{
    // sk_lookup: a connection first, then a listener on the address, then one on any.
    public static ref SocketHandle Find(PacketContext context, IpProtocol protocol, ReadOnlySpan<byte> tuple, long networkNamespace, ulong flags)
    {
        int length = tuple.Length switch { Ipv4SocketTuple.ByteCount => 4, Ipv6SocketTuple.ByteCount => 16, _ => 0 };
        // Other namespaces have numbers that nobody has given here.
        if (length == 0 || flags != 0 || networkNamespace >= 0)
            return ref Unsafe.NullRef<SocketHandle>();
        var source = new IPEndPoint(new IPAddress(tuple[..length]), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length)..]));
        var destination = new IPEndPoint(new IPAddress(tuple.Slice(length, length)), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length + 2)..]));
        IPAddress any = length == 4 ? IPAddress.Any : IPAddress.IPv6Any;
        SimulatedSocket? found = SimulationRun.Require("sockets").Environment.Network.Sockets
            .Where(s => s.Protocol == protocol && s.Local.Port == destination.Port && (s.Local.Address.Equals(destination.Address) || s.Local.Address.Equals(any)))
            .Where(s => s.Remote is null || s.Remote.Equals(source))
            .OrderByDescending(static s => s.Remote is not null)
            .ThenByDescending(s => s.Local.Address.Equals(destination.Address))
            .FirstOrDefault();
        if (found is null)
            return ref Unsafe.NullRef<SocketHandle>();
        return ref found.Handle;
    }

    // bpf_sk_assign
    public static int Assign(TcContext context, ref SocketHandle socket, ulong flags)
    {
        if (flags != 0)
            return -KernelError.Invalid;
        if (!context.State.IsIngress)
            return -KernelError.OperationNotSupported;
        long number = socket.Number;
        context.State.AssignedSocket = SimulationRun.Require("sockets").Environment.Network.Sockets.First(s => s.Handle.Number == number);
        return 0;
    }
}
