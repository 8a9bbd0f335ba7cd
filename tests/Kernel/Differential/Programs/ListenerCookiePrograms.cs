using System;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>SYN cookies of a listener: made for a SYN, and told from others in the ACK.</summary>
public static partial class ListenerCookiePrograms
{
    private static readonly ArrayMap<Ipv4SocketTuple> Ends = new(maxEntries: 1);

    private static uint s_cookie;
    private static uint s_segmentSize;
    private static uint s_accepted;

    /// <summary>In the packet itself.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Answer(XdpContext ctx)
    {
        using SocketReference listener = ctx.LookupTcpSocket(in Ends[0]);
        ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(14);
        ref readonly TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(34);
        if (!listener.Socket.TryGenerateSynCookie(in ip, MemoryMarshal.AsBytes(new ReadOnlySpan<TcpHeader>(in tcp)), out s_cookie, out ushort size))
            return XdpAction.Tx;
        s_segmentSize = size;
        return XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Check(TcContext ctx)
    {
        using SocketReference listener = ctx.LookupTcpSocket(in Ends[0]);
        Ipv4Header ip = ctx.Packet.Header<Ipv4Header>(14);
        TcpHeader tcp = ctx.Packet.Header<TcpHeader>(34);
        s_accepted = listener.Socket.IsSynCookie(in ip, in tcp) ? 1u : 0;
        return TcAction.Ok;
    }
}
