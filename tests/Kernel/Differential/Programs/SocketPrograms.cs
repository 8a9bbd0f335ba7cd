namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Sockets, asked for by user space through maps; and a proxy that gives packets for a port to another port's socket.</summary>
public static partial class SocketPrograms
{
    private static readonly ArrayMap<Ipv4SocketTuple> Ipv4 = new(maxEntries: 1);
    private static readonly ArrayMap<Ipv6SocketTuple> Ipv6 = new(maxEntries: 1);
    private static readonly ArrayMap<long> Answers = new(maxEntries: 6);

    private static uint s_port;
    private static ulong s_assigned;
    private static ulong s_refused;

    [TcProgram]
    public static TcAction Tc(TcContext ctx)
    {
        Ipv6SocketTuple ipv6 = Ipv6[0];
        Answers[0] = ctx.HasTcpSocket(in Ipv4[0]) ? 1 : 0;
        Answers[1] = ctx.HasUdpSocket(in Ipv4[0]) ? 1 : 0;
        Answers[2] = ctx.HasTcpSocket(in ipv6) ? 1 : 0;
        Answers[3] = ctx.HasUdpSocket(in ipv6) ? 1 : 0;
        Answers[4] = ctx.AssignTcpSocket(in Ipv4[0]) ? 1 : 0;
        return TcAction.Ok;
    }

    [XdpProgram]
    public static XdpAction Xdp(XdpContext ctx)
    {
        Ipv4SocketTuple ipv4 = Ipv4[0];
        Answers[0] = ctx.HasTcpSocket(in ipv4) ? 1 : 0;
        Answers[1] = ctx.HasUdpSocket(in ipv4) ? 1 : 0;
        Answers[2] = ctx.HasTcpSocket(in Ipv6[0]) ? 1 : 0;
        Answers[3] = ctx.HasUdpSocket(in Ipv6[0]) ? 1 : 0;
        return XdpAction.Pass;
    }

    /// <summary>SYNs and datagrams for any port go to the sockets on one port.</summary>
    [TcProgram]
    public static TcAction Proxy(TcContext ctx)
    {
        const int Transport = Protocols.EthernetHeader.Size + Protocols.Ipv4Header.Size;
        if (ctx.Protocol != Protocols.EtherType.IPv4 || !ctx.TryLoad(Protocols.EthernetHeader.Size, out Protocols.Ipv4Header ip))
            return TcAction.Next;
        var tuple = new Ipv4SocketTuple { Destination = ip.Destination, DestinationPort = (ushort)s_port };
        bool done;
        if (ip.Protocol == Protocols.IpProtocol.Udp)
            done = ctx.AssignUdpSocket(in tuple);
        else if (ip.Protocol == Protocols.IpProtocol.Tcp && ctx.TryLoad(Transport, out Protocols.TcpHeader tcp) && tcp.Flags == Protocols.TcpFlags.Syn)
            done = ctx.AssignTcpSocket(in tuple);
        else
            return TcAction.Next;
        if (done)
            s_assigned++;
        else
            s_refused++;
        return TcAction.Next;
    }
}
