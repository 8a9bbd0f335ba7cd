using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

// Which backend a packet goes to; 0: none.
public static partial class Edge
{
    private const ulong FragmentLifetime = 30 * Second; // RFC 1122, 3.3.2

    private static readonly LruHashMap<FragmentKey, FragmentPlace> Fragments = new(maxEntries: 16_384);
    private static readonly PerCpuArrayMap<ulong> NewFlows = new(maxEntries: 1);

    // New flows that each CPU remembers. Beyond it the table alone decides: a flood does not drive out the flows that last.
    private static RateLimit s_newFlowLimit;

    private static uint OfFlow(XdpContext ctx, in PacketFacts packet, in Vip vip, uint hash)
    {
        VipCounters[vip.Table & (MostVips - 1)].Add((uint)ctx.Length);
        if (vip.Quic != 0 && TryConnectionId(ctx, packet.TransportOffset + UdpHeader.Size, out uint backend))
        {
            Tallies[(uint)Tally.ByConnectionId].Add((uint)ctx.Length);
            return backend;
        }

        var key = new ConnectionKey(packet.Source, packet.SourcePort, vip.Number);
        bool isFirst = (packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (!isFirst && TryRemembered(in key, out backend))
        {
            Tallies[(uint)Tally.Known].Add((uint)ctx.Length);
        }
        else
        {
            backend = ByTable(in vip, hash);
            if (backend == 0)
                return 0;
            Remember(ctx, in key, backend);
        }

        if (packet.IsFirstFragment)
            Fragments.Set(new FragmentKey(in packet), new FragmentPlace { Backend = backend, Hash = hash, Since = Bpf.KtimeNs() });
        return backend;
    }

    private static uint OfError(XdpContext ctx, in PacketFacts packet, in Vip vip, uint hash)
    {
        if (!TryRemembered(new ConnectionKey(packet.Source, packet.SourcePort, vip.Number), out uint backend))
            backend = ByTable(in vip, hash);
        if (backend != 0)
            Tallies[(uint)Tally.Error].Add((uint)ctx.Length);
        return backend;
    }

    private static uint OfFragment(XdpContext ctx, in PacketFacts packet, ref uint hash)
    {
        if (!Fragments.TryGetValue(new FragmentKey(in packet), out FragmentPlace first) || Bpf.KtimeNs() - first.Since > FragmentLifetime)
            return 0;
        Tallies[(uint)Tally.Fragment].Add((uint)ctx.Length);
        hash = first.Hash;
        return first.Backend;
    }

    private static bool TryRemembered(in ConnectionKey key, out uint backend)
    {
        backend = 0;
        if (!Connections.TryGetRef(in key, out Ref<Place> place))
            return false;
        Place found = place.Value;
        if (!Backends.TryGetRef(found.Backend, out Ref<Backend> target) || target.Value.Generation != found.Generation || target.Value.Usable == 0)
            return false;
        backend = found.Backend;
        return true;
    }

    // The upper bits of the product are the slot: every slot has as many hashes as any other, give or take one, and nothing is divided.
    private static uint ByTable(in Vip vip, uint hash) =>
        Slots.TryGetValue(vip.Table * TableSize + (uint)((ulong)hash * TableSize >> 32), out uint backend) ? backend : 0;

    private static void Remember(XdpContext ctx, in ConnectionKey key, uint backend)
    {
        if (s_newFlowLimit.IsSet && !s_newFlowLimit.TryTake(ref NewFlows[0], Bpf.KtimeNs()))
        {
            Tallies[(uint)Tally.Unremembered].Add((uint)ctx.Length);
            return;
        }

        Tallies[(uint)Tally.New].Add((uint)ctx.Length);
        if (Backends.TryGetRef(backend, out Ref<Backend> target))
            Connections.Set(in key, new Place(backend, target.Value.Generation));
    }

    private static bool TryConnectionId(XdpContext ctx, int offset, out uint backend)
    {
        backend = 0;
        QuicConnectionId id;
        if (!ctx.Packet.TryHeader(offset, out Ref<QuicShortHeader> header))
            return false;
        if ((header.Value.Flags & 0x80) == 0)
        {
            id = header.Value.Id;
        }
        else
        {
            if (!ctx.Packet.TryHeader(offset, out Ref<QuicLongHeader> handshake) || handshake.Value.IdLength < QuicConnectionId.LeastLength)
                return false;
            id = handshake.Value.Id;
        }

        // A client's first id is random: where it happens to name a server, that one gets the connection, and keeps it.
        return id.IsOurs && Servers.TryGetValue(id.Server, out backend) && IsUsable(backend);
    }

    private static bool IsUsable(uint backend) => Backends.TryGetRef(backend, out Ref<Backend> target) && target.Value.Usable != 0;
}
