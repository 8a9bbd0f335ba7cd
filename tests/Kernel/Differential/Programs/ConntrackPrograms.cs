using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Connections that are looked up, made, and given back on every way.</summary>
public static partial class ConntrackPrograms
{
    private static readonly ArrayMap<Ipv4SocketTuple> Ipv4 = new(maxEntries: 1);
    private static readonly ArrayMap<Ipv6SocketTuple> Ipv6 = new(maxEntries: 1);
    private static readonly ArrayMap<long> Answers = new(maxEntries: 3);

    private static byte s_protocol;
    private static uint s_divisor;

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Find(XdpContext ctx)
    {
        Ipv4SocketTuple tuple = Ipv4[0];
        using ConntrackEntry entry = ctx.LookupConnection(in tuple, (IpProtocol)s_protocol);
        Answers[0] = entry.Error;
        if (entry.IsAbsent)
            return XdpAction.Tx;
        Answers[1] = (long)entry.Direction;
        Answers[2] = 100 / s_divisor;
        return entry.ChangeTimeout(60_000) ? XdpAction.Pass : XdpAction.Aborted;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Add(XdpContext ctx)
    {
        Ipv4SocketTuple tuple = Ipv4[0];
        using ConntrackEntry entry = ctx.AddConnection(in tuple, (IpProtocol)s_protocol, 30_000);
        Answers[0] = entry.Error;
        return entry.IsAbsent ? XdpAction.Tx : XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FindIpv6(TcContext ctx)
    {
        Ipv6SocketTuple tuple = Ipv6[0];
        using ConntrackEntry entry = ctx.LookupConnection(in tuple, (IpProtocol)s_protocol);
        if (entry.IsAbsent)
            return TcAction.Pipe;
        Answers[1] = (long)entry.Direction;
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction AddIpv6(TcContext ctx)
    {
        Ipv6SocketTuple tuple = Ipv6[0];
        using ConntrackEntry entry = ctx.AddConnection(in tuple, (IpProtocol)s_protocol, 30_000);
        Answers[0] = entry.Error;
        return entry.IsAbsent ? TcAction.Pipe : TcAction.Ok;
    }
}
