using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

/// <summary>The edge of a site, in one XDP program: drops what floods, and carries what is left to the backends of its service.</summary>
[BpfLicense("GPL")]
public static partial class Edge
{
    public const int MostVips = 64;
    public const int MostBackends = 4_096;
    public const int TableSize = 65_537;

    private const ulong Second = 1_000_000_000;

    private static readonly HashMap<VipKey, Vip> Vips = new(maxEntries: 4 * MostVips);
    private static readonly ArrayMap<uint> Slots = new(maxEntries: MostVips * TableSize);       // table after table -> backend; 0: none
    private static readonly ArrayMap<Backend> Backends = new(maxEntries: MostBackends);
    private static readonly HashMap<uint, uint> Servers = new(maxEntries: MostBackends);        // server id of QUIC -> backend
    private static readonly LruHashMap<ConnectionKey, Place> Connections = new(maxEntries: 1_000_000);

    private static readonly PerCpuArrayMap<Counter> Tallies = new(maxEntries: (int)Tally.Count);
    private static readonly PerCpuArrayMap<Counter> VipCounters = new(maxEntries: MostVips);
    private static readonly PerCpuArrayMap<Counter> BackendCounters = new(maxEntries: MostBackends);

    /// <summary>XDP, on the interface of the packets from outside.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Balance(XdpContext ctx)
    {
        var packet = default(PacketFacts);
        PacketKind kind = PacketReader.Read(ctx, ref packet);
        if (kind is PacketKind.Link or PacketKind.Foreign)
            return Pass(ctx);
        Ipv6Address sender = packet.Source;
        if (kind == PacketKind.Error)
        {
            // About a packet that a backend has sent from the service's address: the inner packet is the flow seen from the other side.
            sender = OuterSource(ctx, in packet);
            (packet.Source, packet.Destination) = (packet.Destination, packet.Source);
            (packet.SourcePort, packet.DestinationPort) = (packet.DestinationPort, packet.SourcePort);
        }

        bool hasPorts = kind != PacketKind.LaterFragment && packet.Protocol is (uint)IpProtocol.Tcp or (uint)IpProtocol.Udp;
        Vip vip = default;
        if (!hasPorts || !Vips.TryGetValue(new VipKey(packet.Destination, packet.DestinationPort, (ushort)packet.Protocol), out vip))
        {
            if (!Vips.ContainsKey(new VipKey(packet.Destination, 0, 0)))
                return Pass(ctx);
            if (hasPorts)
                return Drop(ctx, in packet, DropReason.NoService);
        }

        if (Defend(ctx, in packet, sender))
            return XdpAction.Drop;
        if (!hasPorts && kind != PacketKind.LaterFragment)
            return Answer(ctx, in packet);
        if (kind == PacketKind.Flow && packet.Protocol == (uint)IpProtocol.Tcp && Challenge(ctx, in packet, in vip, out XdpAction verdict))
            return verdict;
        uint hash = FlowHash.Of(in packet);
        uint backend = kind switch
        {
            PacketKind.Flow => OfFlow(ctx, in packet, in vip, hash),
            PacketKind.Error => OfError(ctx, in packet, in vip, hash),
            _ => OfFragment(ctx, in packet, ref hash),
        };
        return backend == 0
            ? Drop(ctx, in packet, kind == PacketKind.LaterFragment ? DropReason.LostFragment : DropReason.NoBackend)
            : Send(ctx, in packet, backend, hash);
    }

    private static Ipv6Address OuterSource(XdpContext ctx, in PacketFacts packet) => packet.IsV6
        ? ctx.Packet.Header<Ipv6Header>(EthernetHeader.Size).Source
        : PacketReader.Mapped(ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Source);

    private static XdpAction Answer(XdpContext ctx, in PacketFacts packet)
    {
        if (!EchoReply.TryMake(ctx, in packet))
            return Drop(ctx, in packet, DropReason.StrayMessage);
        Tallies[(uint)Tally.Answered].Add((uint)ctx.Length);
        return XdpAction.Tx;
    }

    private static XdpAction Pass(XdpContext ctx)
    {
        Tallies[(uint)Tally.Passed].Add((uint)ctx.Length);
        return XdpAction.Pass;
    }
}
