using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace FlowMonitor;

/// <summary>Counts the flows of a host in both directions, drops what it is told to, and tells of it.</summary>
[BpfLicense("GPL")]
public static partial class Monitor
{
    private const uint Current = 0;

    // Epochs: user space puts an empty map in place of the full one, and then reads that at leisure. Nothing is counted into a map that was replaced.
    private static readonly ArrayOfMaps<PerCpuHashMap<FlowKey, FlowCounter>> Epochs = new(maxEntries: 1, new(maxEntries: 8_192));
    private static readonly PerCpuArrayMap<TallyCounter> Tallies = new(maxEntries: (int)Tally.Count);
    private static readonly LruHashMap<FragmentKey, FragmentPorts> Fragments = new(maxEntries: 4_096);

    private static readonly LpmTrieMap<Ipv6Prefix, uint> DeniedSources = new(maxEntries: 10_000);       // -> rule
    private static readonly HashMap<PortKey, uint> ClosedPorts = new(maxEntries: 10_000);               // -> rule
    private static readonly LpmTrieMap<Ipv6Prefix, uint> Labels = new(maxEntries: 1_024);

    // One in so many packets is reported; 0: none. Drops always are.
    private static uint s_sampleEvery;

    /// <summary>XDP: who is denied goes no further, except for what the link needs.</summary>
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Gate(XdpContext ctx)
    {
        Tallies[(uint)Tally.SeenByXdp].Add((uint)ctx.Length);
        var packet = default(PacketFacts);
        PacketKind kind = PacketReader.Read(ctx, ref packet);
        if (kind is PacketKind.Link or PacketKind.Foreign || !DeniedSources.TryGetValue(Ipv6Prefix.Host(packet.Source), out uint rule))
            return XdpAction.Pass;
        Tallies[(uint)Tally.DroppedByXdp].Add((uint)ctx.Length);
        Report(ctx, Annotate((uint)ctx.Length, KeyOf(kind, in packet, FlowDirection.Ingress), DropReason.DeniedSource, rule));
        return XdpAction.Drop;
    }

    /// <summary>tc, as packets come in.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Ingress(TcContext ctx) => Observe(ctx, FlowDirection.Ingress);

    /// <summary>tc, as packets go out.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Egress(TcContext ctx) => Observe(ctx, FlowDirection.Egress);

    private static TcAction Observe(TcContext ctx, FlowDirection direction)
    {
        uint length = (uint)ctx.Length;
        Tallies[(uint)Tally.Ingress + (uint)direction].Add(length);
        var packet = default(PacketFacts);
        PacketKind kind = PacketReader.Read(ctx, ref packet);
        FlowKey key = KeyOf(kind, in packet, direction);
        Count(ctx, in key, packet.TcpFlags);
        if (kind is PacketKind.Flow or PacketKind.LaterFragment && ClosedPorts.TryGetValue(new PortKey(direction, key.Protocol, key.DestinationPort), out uint rule))
        {
            Tallies[(uint)Tally.DroppedOnIngress + (uint)direction].Add(length);
            Report(ctx, Annotate(length, key, DropReason.ClosedPort, rule));
            return TcAction.Shot;
        }

        if (s_sampleEvery != 0 && Bpf.Random() % s_sampleEvery == 0)
            Report(ctx, Annotate(length, key, DropReason.None, 0));
        return TcAction.Next;
    }

    private static FlowKey KeyOf(PacketKind kind, in PacketFacts packet, FlowDirection direction)
    {
        var key = new FlowKey(in packet, direction, kind switch
        {
            PacketKind.Error => FlowPart.Errors,
            PacketKind.Link => FlowPart.Link,
            PacketKind.Foreign => FlowPart.Foreign,
            _ => FlowPart.Packets,
        });
        if (kind == PacketKind.LaterFragment && Fragments.TryGetValue(new FragmentKey(in packet), out FragmentPorts ports))
        {
            key.SourcePort = ports.Source;
            key.DestinationPort = ports.Destination;
        }
        else if (kind == PacketKind.Flow && packet.IsFirstFragment)
        {
            Fragments.Set(new FragmentKey(in packet), new FragmentPorts { Source = key.SourcePort, Destination = key.DestinationPort });
        }

        return key;
    }

    private static void Count(TcContext ctx, in FlowKey key, TcpFlags flags)
    {
        uint length = (uint)ctx.Length;
        if (Epochs.Find(Current) is not { } flows)
        {
            Tallies[(uint)Tally.WithoutFlow].Add(length);
            return;
        }

        if (!flows.TryGetRef(in key, out Ref<FlowCounter> found))
        {
            flows.TryAdd(in key, default); // another CPU may have been quicker
            if (!flows.TryGetRef(in key, out found))
            {
                Tallies[(uint)Tally.WithoutFlow].Add(length);
                return;
            }
        }

        ref FlowCounter counter = ref found.Value;
        ulong now = Bpf.KtimeNs();
        if (counter.Packets == 0)
            counter.FirstSeen = now;
        counter.LastSeen = now;
        counter.Packets++;
        counter.Segments += ctx.GsoSegments == 0 ? 1 : ctx.GsoSegments;
        counter.Bytes += length;
        counter.TcpFlags |= (ulong)flags;
    }

    private static Annotation Annotate(uint length, FlowKey key, DropReason reason, uint rule)
    {
        Labels.TryGetValue(Ipv6Prefix.Host(key.Source), out uint sourceLabel);
        Labels.TryGetValue(Ipv6Prefix.Host(key.Destination), out uint destinationLabel);
        return new Annotation
        {
            Time = Bpf.KtimeNs(),
            Flow = key,
            PacketLength = length,
            Reason = reason,
            Rule = rule,
            SourceLabel = sourceLabel,
            DestinationLabel = destinationLabel,
            SampledOneIn = reason == DropReason.None ? s_sampleEvery : 1,
        };
    }
}
