using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Sockets as values: found, looked at, given back on every way; the packet's own socket; what TCP knows.</summary>
public static partial class SocketReferencePrograms
{
    private static readonly ArrayMap<Ipv4SocketTuple> Ipv4 = new(maxEntries: 1);
    private static readonly ArrayMap<Ipv6SocketTuple> Ipv6 = new(maxEntries: 1);
    private static readonly ArrayMap<SeenSocket> Seen = new(maxEntries: 3);

    private static ulong s_absent;
    private static uint s_divisor;
    private static ulong s_ownSockets;

    public struct SeenSocket
    {
        public uint BoundInterface;
        public uint Family;
        public uint Type;
        public uint Protocol;
        public uint Mark;
        public uint Priority;
        public uint State;
        public uint Tcp;
        public uint LocalPort;
        public uint RemotePort;
        public ulong BytesReceived;
        public Ipv4Address LocalIpv4;
        public Ipv4Address RemoteIpv4;
        public Ipv6Address LocalIpv6;
        public Ipv6Address RemoteIpv6;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Tcp(TcContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ipv4[0]);
        if (found.IsAbsent)
        {
            s_absent++;
            return TcAction.Pipe;
        }

        Describe(found.Socket, ref Seen[0]);
        DescribeTcp(found.Socket, ref Seen[0]);
        Seen[0].Priority /= s_divisor;
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction TcpIpv6(TcContext ctx)
    {
        Ipv6SocketTuple tuple = Ipv6[0];
        using SocketReference found = ctx.LookupTcpSocket(in tuple);
        if (found.IsAbsent)
            return TcAction.Pipe;
        Describe(found.Socket, ref Seen[0]);
        Seen[0].LocalIpv6 = found.Socket.LocalIpv6;
        Seen[0].RemoteIpv6 = found.Socket.RemoteIpv6;
        return TcAction.Ok;
    }

    /// <summary>Two at once, one of them conditional; what is absent faults.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Two(TcContext ctx)
    {
        Ipv4SocketTuple tuple = Ipv4[0];
        using SocketReference udp = ctx.LookupUdpSocket(in tuple);
        Describe(udp.Socket, ref Seen[0]);
        if (s_divisor > 1)
        {
            using SocketReference tcp = ctx.LookupTcpSocket(in tuple);
            Describe(tcp.Socket, ref Seen[1]);
            if (tcp.Socket.State == BpfSocketState.Listen)
                return TcAction.Reclassify;
        }

        return udp.Socket.RemotePort == 0 ? TcAction.Ok : TcAction.Pipe;
    }

    /// <summary>What is not a whole socket.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Common(TcContext ctx)
    {
        using SocketCommonReference found = ctx.LookupTcpSocketCommon(in Ipv4[0]);
        if (found.IsAbsent)
            return TcAction.Pipe;
        Describe(found.Socket, ref Seen[0]);
        if (found.Socket.TryGetSocket(out BpfSocket whole))
            Describe(whole, ref Seen[1]);
        if (found.Socket.TryGetListener(out BpfSocket listener))
            Describe(listener, ref Seen[2]);
        return found.Socket.TryGetTcp(out _) ? TcAction.Ok : TcAction.Repeat;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Xdp(XdpContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ipv4[0]);
        if (found.IsAbsent)
        {
            Ipv6SocketTuple tuple = Ipv6[0];
            using SocketCommonReference other = ctx.LookupTcpSocketCommon(in tuple);
            Describe(other.Socket, ref Seen[0]);
            Seen[0].LocalIpv6 = other.Socket.LocalIpv6;
            return XdpAction.Tx;
        }

        Describe(found.Socket, ref Seen[0]);
        Seen[0].Priority /= s_divisor;
        return XdpAction.Pass;
    }

    /// <summary>The sender of each packet that goes out.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Sender(TcContext ctx)
    {
        BpfSocketCommon socket = ctx.Socket;
        if (socket.IsAbsent)
        {
            s_absent++;
            return TcAction.Ok;
        }

        // Of connections, not of what the listener answers with before there is one.
        if (!socket.TryGetSocket(out BpfSocket whole) || whole.Protocol != IpProtocol.Tcp)
            return TcAction.Ok;
        Describe(socket, ref Seen[0]);
        Describe(whole, ref Seen[1]);
        DescribeTcp(whole, ref Seen[1]);
        s_ownSockets++;
        return TcAction.Ok;
    }

    /// <summary>Packets for any port go to the sockets on one port.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Give(TcContext ctx)
    {
        if (ctx.Protocol != EtherType.IPv4)
            return TcAction.Ok;
        using SocketReference found = ctx.LookupUdpSocket(in Ipv4[0]);
        return !found.IsAbsent && ctx.Assign(found.Socket) ? TcAction.Ok : TcAction.Shot;
    }

    private static void Describe(BpfSocketCommon socket, ref SeenSocket seen)
    {
        seen.BoundInterface = socket.BoundInterface;
        seen.Family = (uint)socket.Family;
        seen.State = (uint)socket.State;
        seen.LocalPort = socket.LocalPort;
        seen.RemotePort = socket.RemotePort;
        if (socket.Family == BpfSocketFamily.IPv4)
        {
            seen.LocalIpv4 = socket.LocalIpv4;
            seen.RemoteIpv4 = socket.RemoteIpv4;
        }
    }

    private static void Describe(BpfSocket socket, ref SeenSocket seen)
    {
        seen.BoundInterface = socket.BoundInterface;
        seen.Family = (uint)socket.Family;
        seen.Type = (uint)socket.Type;
        seen.Protocol = (uint)socket.Protocol;
        seen.Mark = socket.Mark;
        seen.Priority = socket.Priority;
        seen.State = (uint)socket.State;
        seen.LocalPort = socket.LocalPort;
        seen.RemotePort = socket.RemotePort;
        if (socket.Family == BpfSocketFamily.IPv4)
        {
            seen.LocalIpv4 = socket.LocalIpv4;
            seen.RemoteIpv4 = socket.RemoteIpv4;
        }
    }

    private static void DescribeTcp(BpfSocket socket, ref SeenSocket seen)
    {
        if (!socket.TryGetTcp(out BpfTcpSocket tcp))
            return;
        seen.Tcp = tcp.Info.DataSegmentsReceived;
        seen.BytesReceived = tcp.Info.BytesReceived;
    }
}
