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
    private const ulong FragmentLifetime = 30 * Second; // RFC 1122, 3.3.2

    private static readonly HashMap<VipKey, Vip> Vips = new(maxEntries: 4 * MostVips);
    private static readonly ArrayMap<uint> Slots = new(maxEntries: MostVips * TableSize);       // table after table -> backend; 0: none
    private static readonly ArrayMap<Backend> Backends = new(maxEntries: MostBackends);
    private static readonly HashMap<uint, uint> Servers = new(maxEntries: MostBackends);        // server id of QUIC -> backend
    private static readonly LruHashMap<ConnectionKey, Place> Connections = new(maxEntries: 1_000_000);
    private static readonly LruHashMap<FragmentKey, FragmentPlace> Fragments = new(maxEntries: 16_384);

    private static readonly PerCpuArrayMap<Counter> Tallies = new(maxEntries: (int)Tally.Count);
    private static readonly PerCpuArrayMap<Counter> VipCounters = new(maxEntries: MostVips);
    private static readonly PerCpuArrayMap<Counter> BackendCounters = new(maxEntries: MostBackends);

    /// <summary>XDP, on the interface of the packets from outside.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Balance(XdpContext ctx)
    {
        var packet = default(PacketFacts);
        switch (PacketReader.Read(ctx, ref packet))
        {
            case PacketKind.Flow:
                return packet.Protocol is (uint)IpProtocol.Tcp or (uint)IpProtocol.Udp ? OfFlow(ctx, in packet) : OfMessage(ctx, in packet);
            case PacketKind.Error:
                return OfError(ctx, in packet);
            case PacketKind.LaterFragment:
                return OfFragment(ctx, in packet);
            default:
                return Pass(ctx);
        }
    }

    private static XdpAction OfFlow(XdpContext ctx, in PacketFacts packet)
    {
        if (!Vips.TryGetValue(new VipKey(packet.Destination, packet.DestinationPort, (ushort)packet.Protocol), out Vip vip))
            return IsOurs(packet.Destination) ? Drop(ctx, in packet, DropReason.NoService) : Pass(ctx);
        if (Defend(ctx, in packet, out XdpAction verdict))
            return verdict;
        if (packet.Protocol == (uint)IpProtocol.Tcp && Challenge(ctx, in packet, in vip, out verdict))
            return verdict;
        VipCounters[vip.Table & (MostVips - 1)].Add((uint)ctx.Length);

        uint hash = FlowHash.Of(in packet);
        if (vip.Quic != 0 && TryConnectionId(ctx, packet.TransportOffset + UdpHeader.Size, out uint named))
        {
            Tallies[(uint)Tally.ByConnectionId].Add((uint)ctx.Length);
            return Send(ctx, in packet, named, hash);
        }

        var key = new ConnectionKey(packet.Source, packet.SourcePort, vip.Number);
        bool isFirst = (packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (!isFirst && TryRemembered(in key, out uint backend))
        {
            Tallies[(uint)Tally.Known].Add((uint)ctx.Length);
        }
        else
        {
            backend = ByTable(in vip, hash);
            if (backend == 0)
                return Drop(ctx, in packet, DropReason.NoBackend);
            Remember(ctx, in key, backend);
        }

        if (packet.IsFirstFragment)
            Fragments.Set(new FragmentKey(in packet), new FragmentPlace { Backend = backend, Hash = hash, Since = Bpf.KtimeNs() });
        return Send(ctx, in packet, backend, hash);
    }

    // About a packet that the backend has sent from the service's address: the inner packet is the flow seen from the other side.
    private static XdpAction OfError(XdpContext ctx, in PacketFacts packet)
    {
        if (!Vips.TryGetValue(new VipKey(packet.Source, packet.SourcePort, (ushort)packet.Protocol), out Vip vip))
            return Pass(ctx);
        if (Defend(ctx, in packet, out XdpAction verdict))
            return verdict;
        var flow = packet;
        (flow.Source, flow.Destination) = (packet.Destination, packet.Source);
        (flow.SourcePort, flow.DestinationPort) = (packet.DestinationPort, packet.SourcePort);
        uint hash = FlowHash.Of(in flow);
        if (!TryRemembered(new ConnectionKey(flow.Source, flow.SourcePort, vip.Number), out uint backend))
            backend = ByTable(in vip, hash);
        if (backend == 0)
            return Drop(ctx, in packet, DropReason.NoBackend);
        Tallies[(uint)Tally.Error].Add((uint)ctx.Length);
        return Send(ctx, in packet, backend, hash);
    }

    private static XdpAction OfFragment(XdpContext ctx, in PacketFacts packet)
    {
        if (!IsOurs(packet.Destination))
            return Pass(ctx);
        if (Defend(ctx, in packet, out XdpAction verdict))
            return verdict;
        if (!Fragments.TryGetValue(new FragmentKey(in packet), out FragmentPlace first) || Bpf.KtimeNs() - first.Since > FragmentLifetime)
            return Drop(ctx, in packet, DropReason.LostFragment);
        Tallies[(uint)Tally.Fragment].Add((uint)ctx.Length);
        return Send(ctx, in packet, first.Backend, first.Hash);
    }

    private static XdpAction OfMessage(XdpContext ctx, in PacketFacts packet)
    {
        if (!IsOurs(packet.Destination))
            return Pass(ctx);
        if (Defend(ctx, in packet, out XdpAction verdict))
            return verdict;
        if (!EchoReply.TryMake(ctx, in packet))
            return Drop(ctx, in packet, DropReason.StrayMessage);
        Tallies[(uint)Tally.Answered].Add((uint)ctx.Length);
        return XdpAction.Tx;
    }

    private static bool IsOurs(Ipv6Address address) => Vips.ContainsKey(new VipKey(address, 0, 0));

    private static XdpAction Pass(XdpContext ctx)
    {
        Tallies[(uint)Tally.Passed].Add((uint)ctx.Length);
        return XdpAction.Pass;
    }
}
