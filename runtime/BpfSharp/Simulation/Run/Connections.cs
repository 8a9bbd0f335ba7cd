using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Run;

/// <summary>Connection tracking as programs see it (<c>net/netfilter/nf_conntrack_bpf.c</c>), over the simulated network's connections.</summary>
internal sealed class Connections(SimulationRun run)
{
    private readonly List<SimulatedConnection> _made = [];
    private long _count;

    private IList<SimulatedConnection> Known => run.Environment.Network.Connections;

    // __bpf_nf_ct_lookup
    public ref ConntrackHandle Lookup(scoped ReadOnlySpan<byte> tuple, scoped ref ConntrackOptions options)
    {
        options.Error = Check(tuple, in options);
        if (options.Error != 0)
            return ref Unsafe.NullRef<ConntrackHandle>();
        (IPEndPoint source, IPEndPoint destination) = Ends(tuple);
        var protocol = (IpProtocol)options.Protocol;
        foreach (SimulatedConnection connection in Known)
        {
            bool isOriginal = connection.Source.Equals(source) && connection.Destination.Equals(destination);
            bool isReply = connection.Source.Equals(destination) && connection.Destination.Equals(source);
            if (connection.Protocol != protocol || !(isOriginal || isReply))
                continue;
            options.Direction = (byte)(isOriginal ? ConntrackDirection.Original : ConntrackDirection.Reply);
            return ref Numbered(connection);
        }

        options.Error = -KernelError.NoEntry;
        return ref Unsafe.NullRef<ConntrackHandle>();
    }

    // __bpf_nf_ct_alloc_entry
    public ref ConntrackHandle Alloc(scoped ReadOnlySpan<byte> tuple, scoped ref ConntrackOptions options)
    {
        options.Error = Check(tuple, in options);
        if (options.Error != 0)
            return ref Unsafe.NullRef<ConntrackHandle>();
        (IPEndPoint source, IPEndPoint destination) = Ends(tuple);
        return ref Numbered(new SimulatedConnection((IpProtocol)options.Protocol, source, destination));
    }

    // nf_conntrack_hash_check_insert
    public ref ConntrackHandle Insert(ref ConntrackHandle entry)
    {
        SimulatedConnection made = Get(ref entry);
        if (Known.Any(k => k.Protocol == made.Protocol && ((k.Source.Equals(made.Source) && k.Destination.Equals(made.Destination)) || (k.Source.Equals(made.Destination) && k.Destination.Equals(made.Source)))))
            return ref Unsafe.NullRef<ConntrackHandle>();
        Known.Add(made);
        return ref made.Handle;
    }

    public int SetTimeout(ref ConntrackHandle entry, uint milliseconds)
    {
        Get(ref entry).TimeoutMilliseconds = milliseconds;
        return 0;
    }

    private static int Check(ReadOnlySpan<byte> tuple, ref readonly ConntrackOptions options)
    {
        if (options.NetworkNamespace != -1)
            return -KernelError.Invalid;
        bool isKnown = (IpProtocol)options.Protocol is IpProtocol.Tcp or IpProtocol.Udp;
        return isKnown && tuple.Length is Ipv4SocketTuple.ByteCount or Ipv6SocketTuple.ByteCount ? 0 : -KernelError.Protocol;
    }

    private static (IPEndPoint Source, IPEndPoint Destination) Ends(ReadOnlySpan<byte> tuple)
    {
        int length = tuple.Length == Ipv4SocketTuple.ByteCount ? 4 : 16;
        return (new IPEndPoint(new IPAddress(tuple[..length]), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length)..])),
            new IPEndPoint(new IPAddress(tuple.Slice(length, length)), BinaryPrimitives.ReadUInt16BigEndian(tuple[(2 * length + 2)..])));
    }

    private ref ConntrackHandle Numbered(SimulatedConnection connection)
    {
        _made.Add(connection);
        connection.Handle.Number = ++_count;
        return ref connection.Handle;
    }

    private SimulatedConnection Get(ref ConntrackHandle entry) => _made[(int)entry.Number - 1];
}
