using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

public abstract partial class PacketContext
{
    /// <summary>What connection tracking knows of the connection of a packet with these ends (<c>bpf_skb_ct_lookup</c>, <c>bpf_xdp_ct_lookup</c>, Linux 5.18, where the kernel has connection tracking; needs a GPL-compatible license).</summary>
    /// <param name="tuple">The ends as in the packet.</param>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <returns>The entry, to be released; absent where there is none.</returns>
    [BpfFunction]
    public ConntrackEntry LookupConnection(in Ipv4SocketTuple tuple, IpProtocol protocol)
    {
        var options = new ConntrackOptions { NetworkNamespace = -1, Protocol = (byte)protocol };
        ref ConntrackHandle found = ref Unsafe.NullRef<ConntrackHandle>();
        if (this is TcContext tc)
            found = ref BpfHelpers.SkbCtLookup(tc, in tuple, Ipv4SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        else if (this is XdpContext xdp)
            found = ref BpfHelpers.XdpCtLookup(xdp, in tuple, Ipv4SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        return new ConntrackEntry(ref found, options.Direction, options.Error);
    }

    /// <summary>Makes an entry of connection tracking (<c>bpf_skb_ct_alloc</c>, <c>bpf_xdp_ct_alloc</c>, <c>bpf_ct_insert_entry</c>, Linux 6.0, where the kernel has connection tracking; needs a GPL-compatible license).</summary>
    /// <param name="tuple">The ends as in the connection's first packet.</param>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <param name="timeoutMilliseconds">How long it stays without packets.</param>
    /// <returns>The entry, to be released; absent where there is one already, or it could not be made.</returns>
    [BpfFunction]
    public ConntrackEntry AddConnection(in Ipv4SocketTuple tuple, IpProtocol protocol, uint timeoutMilliseconds)
    {
        var options = new ConntrackOptions { NetworkNamespace = -1, Protocol = (byte)protocol };
        ref ConntrackHandle made = ref Unsafe.NullRef<ConntrackHandle>();
        if (this is TcContext tc)
            made = ref BpfHelpers.SkbCtAlloc(tc, in tuple, Ipv4SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        else if (this is XdpContext xdp)
            made = ref BpfHelpers.XdpCtAlloc(xdp, in tuple, Ipv4SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        if (Unsafe.IsNullRef(ref made))
            return new ConntrackEntry(ref Unsafe.NullRef<ConntrackHandle>(), 0, options.Error);
        BpfHelpers.CtSetTimeout(ref made, timeoutMilliseconds);
        return new ConntrackEntry(ref BpfHelpers.CtInsertEntry(ref made), 0, 0);
    }

    /// <summary>What connection tracking knows of the connection of a packet with these ends (<c>bpf_skb_ct_lookup</c>, <c>bpf_xdp_ct_lookup</c>, Linux 5.18, where the kernel has connection tracking; needs a GPL-compatible license).</summary>
    /// <param name="tuple">The ends as in the packet.</param>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <returns>The entry, to be released; absent where there is none.</returns>
    [BpfFunction]
    public ConntrackEntry LookupConnection(in Ipv6SocketTuple tuple, IpProtocol protocol)
    {
        var options = new ConntrackOptions { NetworkNamespace = -1, Protocol = (byte)protocol };
        ref ConntrackHandle found = ref Unsafe.NullRef<ConntrackHandle>();
        if (this is TcContext tc)
            found = ref BpfHelpers.SkbCtLookup(tc, in tuple, Ipv6SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        else if (this is XdpContext xdp)
            found = ref BpfHelpers.XdpCtLookup(xdp, in tuple, Ipv6SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        return new ConntrackEntry(ref found, options.Direction, options.Error);
    }

    /// <summary>Makes an entry of connection tracking (<c>bpf_skb_ct_alloc</c>, <c>bpf_xdp_ct_alloc</c>, <c>bpf_ct_insert_entry</c>, Linux 6.0, where the kernel has connection tracking; needs a GPL-compatible license).</summary>
    /// <param name="tuple">The ends as in the connection's first packet.</param>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <param name="timeoutMilliseconds">How long it stays without packets.</param>
    /// <returns>The entry, to be released; absent where there is one already, or it could not be made.</returns>
    [BpfFunction]
    public ConntrackEntry AddConnection(in Ipv6SocketTuple tuple, IpProtocol protocol, uint timeoutMilliseconds)
    {
        var options = new ConntrackOptions { NetworkNamespace = -1, Protocol = (byte)protocol };
        ref ConntrackHandle made = ref Unsafe.NullRef<ConntrackHandle>();
        if (this is TcContext tc)
            made = ref BpfHelpers.SkbCtAlloc(tc, in tuple, Ipv6SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        else if (this is XdpContext xdp)
            made = ref BpfHelpers.XdpCtAlloc(xdp, in tuple, Ipv6SocketTuple.ByteCount, ref options, ConntrackOptions.ByteCount);
        if (Unsafe.IsNullRef(ref made))
            return new ConntrackEntry(ref Unsafe.NullRef<ConntrackHandle>(), 0, options.Error);
        BpfHelpers.CtSetTimeout(ref made, timeoutMilliseconds);
        return new ConntrackEntry(ref BpfHelpers.CtInsertEntry(ref made), 0, 0);
    }
}
