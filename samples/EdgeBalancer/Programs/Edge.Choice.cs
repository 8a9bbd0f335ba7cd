using BpfSharp;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

// Which backend a flow goes to.
public static partial class Edge
{
    private static readonly PerCpuArrayMap<ulong> NewFlows = new(maxEntries: 1);

    // New flows that each CPU remembers. Beyond it the table alone decides: a flood does not drive out the flows that last.
    private static RateLimit s_newFlowLimit;

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
