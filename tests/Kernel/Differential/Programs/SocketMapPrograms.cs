using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Values beside sockets, and maps of sockets.</summary>
public static partial class SocketMapPrograms
{
    private static readonly SocketStorageMap<Usage> Usages = new();
    private static readonly SocketStorageMap<uint> Inherited = new(MapFlags.NoPreallocation | MapFlags.CopyToAccepted);
    private static readonly SocketMap Listeners = new(maxEntries: 2);
    private static readonly SocketHashMap<BigEndianUInt16> Connections = new(maxEntries: 2);
    private static readonly ArrayMap<Ipv4SocketTuple> Ends = new(maxEntries: 1);
    private static readonly ArrayMap<long> Answers = new(maxEntries: 4);

    private static uint s_index;

    public struct Usage
    {
        public ulong Packets;
        public uint Limit;
    }

    /// <summary>Counts beside the socket that the ends lead to, up to a limit that may be 0: then it faults.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Count(TcContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ends[0]);
        if (found.IsAbsent)
            return TcAction.Pipe;
        Answers[0] = Usages.TryGetRef(found.Socket, out _) ? 1 : 0;
        if (!Usages.TryGetOrAdd(found.Socket, new Usage { Limit = s_index }, out Ref<Usage> usage))
            return TcAction.Stolen;
        usage.Value.Packets++;
        Answers[1] = (long)(usage.Value.Packets / usage.Value.Limit);
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Forget(TcContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ends[0]);
        return Usages.Remove(found.Socket) ? TcAction.Ok : TcAction.Pipe;
    }

    /// <summary>Which sockets the maps have, and whether they are what the ends lead to.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Find(TcContext ctx)
    {
        using (SocketReference listener = Listeners.Find(s_index))
        {
            Answers[0] = listener.IsAbsent ? -1 : (int)listener.Socket.State;
            Answers[1] = listener.IsAbsent ? -1 : listener.Socket.LocalPort;
        }

        using SocketReference connection = Connections.Find(Ends[0].SourcePort);
        if (connection.IsAbsent)
            return TcAction.Pipe;
        Answers[2] = connection.Socket.RemotePort;
        return TcAction.Ok;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FindInXdp(XdpContext ctx)
    {
        using SocketReference listener = Listeners.Find(s_index);
        Answers[0] = listener.Socket.LocalPort;
        return XdpAction.Pass;
    }

    /// <summary>The program itself puts a connection into the map, and takes it away.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Remember(TcContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ends[0]);
        BigEndianUInt16 port = Ends[0].SourcePort;
        Answers[0] = Connections.Update(in port, found.Socket, MapUpdate.Add);
        Answers[1] = Listeners.Update(s_index, found.Socket);
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Drop(TcContext ctx)
    {
        Answers[0] = Connections.Remove(Ends[0].SourcePort) ? 1 : 0;
        Answers[1] = Listeners.Remove(s_index) ? 1 : 0;
        return TcAction.Ok;
    }

    /// <summary>Packets for any port go to the first listener.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Give(TcContext ctx)
    {
        if (ctx.Protocol != EtherType.IPv4)
            return TcAction.Ok;
        using SocketReference receiver = Listeners.Find(0);
        return !receiver.IsAbsent && ctx.Assign(receiver.Socket) ? TcAction.Ok : TcAction.Shot;
    }

    /// <summary>What a listener's connections have of it.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Inherit(TcContext ctx)
    {
        using SocketReference found = ctx.LookupTcpSocket(in Ends[0]);
        Answers[0] = Inherited.TryGetRef(found.Socket, out Ref<uint> value) ? value.Value : -1;
        return TcAction.Ok;
    }
}
