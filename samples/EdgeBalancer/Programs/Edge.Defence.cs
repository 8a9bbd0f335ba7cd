using System.Runtime.CompilerServices;
using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

// What packets for services have to pass before they are balanced. What is cheap and certain comes first.
public static partial class Edge
{
    private const int RecordsBytes = 1 << 20;

    private static readonly HashMap<Ipv6Address, uint> ListedSources = new(maxEntries: 1_000_000, MapFlags.NoPreallocation);    // -> line of the configuration
    private static readonly LpmTrieMap<Ipv6Prefix, uint> ListedNetworks = new(maxEntries: 1_000_000);
    private static readonly LruHashMap<Ipv6Address, ulong> SourceBuckets = new(maxEntries: 262_144);
    private static readonly LruHashMap<Ipv6Address, ulong> NetworkBuckets = new(maxEntries: 65_536);
    private static readonly RingBufferMap<DropEvent> Drops = new(byteSize: RecordsBytes);
    private static readonly PerCpuArrayMap<ulong> LostDrops = new(maxEntries: 1);

    private static RateLimit s_sourceLimit;
    private static RateLimit s_networkLimit;

    // A lookup costs its time in an empty map too, in the trie more than all the rest.
    private static bool s_hasListedSources;
    private static bool s_hasListedNetworks;

    // One in so many drops is reported; 0: none.
    private static uint s_reportEvery;

    /// <summary>Whether a packet was dropped.</summary>
    private static bool Defend(XdpContext ctx, in PacketFacts packet, Ipv6Address sender)
    {
        uint line = 0;
        DropReason reason;
        if (s_hasListedSources && ListedSources.TryGetValue(in sender, out line))
            reason = DropReason.ListedSource;
        else if (s_hasListedNetworks && ListedNetworks.TryGetValue(Ipv6Prefix.Host(sender), out line))
            reason = DropReason.ListedNetwork;
        else if (s_networkLimit.IsSet && !TryTake(NetworkBuckets, NetworkOf(sender), s_networkLimit))
            reason = DropReason.NetworkRate;
        else if (s_sourceLimit.IsSet && !TryTake(SourceBuckets, sender, s_sourceLimit))
            reason = DropReason.SourceRate;
        else
            return false;
        Drop(ctx, in packet, reason, line);
        return true;
    }

    private static bool TryTake(LruHashMap<Ipv6Address, ulong> buckets, Ipv6Address key, RateLimit limit)
    {
        ulong now = Bpf.KtimeNs();
        if (buckets.TryGetRef(in key, out Ref<ulong> bucket))
            return limit.TryTake(ref bucket.Value, now);
        buckets.Set(in key, now + limit.Interval);
        return true;
    }

    /// <summary>/24 of IPv4, /48 of IPv6: what one party usually has at least.</summary>
    private static Ipv6Address NetworkOf(Ipv6Address source) => source.IsIpv4Mapped
        ? Ipv6Address.FromWords(0, 0, 0xffff, source.Word3 & 0xffff_ff00)
        : Ipv6Address.FromWords(source.Word0, source.Word1 & 0xffff_0000, 0, 0);

    // A function of its own: it is used in many places, and rarely.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static XdpAction Drop(XdpContext ctx, in PacketFacts packet, DropReason reason, uint line = 0)
    {
        Tallies[((uint)Tally.Dropped + (uint)reason) & 0x1f].Add((uint)ctx.Length);
        if (s_reportEvery == 0 || Bpf.Random() % s_reportEvery != 0)
            return XdpAction.Drop;
        var told = new DropEvent
        {
            Time = Bpf.KtimeNs(),
            Reason = reason,
            Line = line,
            Source = packet.Source,
            Destination = packet.Destination,
            SourcePort = packet.SourcePort,
            DestinationPort = packet.DestinationPort,
            Protocol = packet.Protocol,
            Length = (uint)ctx.Length,
            OneIn = s_reportEvery,
        };
        if (!Drops.TryWrite(in told))
            LostDrops[0]++;
        return XdpAction.Drop;
    }
}
