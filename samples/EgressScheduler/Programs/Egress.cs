using System.Threading;
using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace EgressScheduler;

/// <summary>Decides for each packet that leaves to which class of the scheduler it belongs. The scheduler only schedules.</summary>
[BpfLicense("GPL")]
public static partial class Egress
{
    /// <summary>The scheduler's number: its handle is <c>1:</c>.</summary>
    public const ushort Major = 1;

    /// <summary>The class of packets that no rule names.</summary>
    public const ushort DefaultMinor = 1;

    /// <summary>Rules that fit, counting the default that has number 0.</summary>
    public const int MostRules = 1_024;

    /// <summary>Entries that fit: a rule with a range of ports takes one a port, and while a plan is replaced, both are there.</summary>
    public const int MostEntries = 32_768;

    private static readonly LpmTrieMap<MatchKey, Treatment> Rules = new(maxEntries: MostEntries);
    private static readonly LruHashMap<FragmentKey, Treatment> Fragments = new(maxEntries: 4_096);
    private static readonly PerCpuArrayMap<ulong> Counters = new(maxEntries: MostRules);      // packets by rule; 0: the default
    private static readonly HashMap<Label, ulong> Labels = new(maxEntries: 1_024);

    // Which plan holds. A new one is written beside the old one, then this number changes: no packet meets half a plan.
    private static uint s_generation;

    /// <summary>clsact or TCX on egress, before the scheduler and its lock: class into the packet's priority, mark, DSCP.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Classify(TcContext ctx)
    {
        Treatment treatment = Decide(ctx);
        if (treatment.Rule != 0)
        {
            ctx.Priority = treatment.Class;
            Apply(ctx, in treatment);
        }

        return TcAction.Next;
    }

    /// <summary>A filter on the scheduler itself, under its lock; not direct-action: its result is a class.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction ClassOf(TcContext ctx)
    {
        Treatment treatment = Decide(ctx);
        return treatment.Rule == 0 ? TcClass.NoMatch : TcClass.Of(Major, (ushort)treatment.Minor);
    }

    /// <summary>A filter on the scheduler itself in direct-action mode: gives the 16 bits of the minor number, the filter has the major one.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction MinorOf(TcContext ctx)
    {
        Treatment treatment = Decide(ctx);
        if (treatment.Rule == 0)
            return TcAction.Next;
        ctx.ClassId = treatment.Minor;
        return TcAction.Ok;
    }

    /// <summary>Behind the others on clsact or TCX: writes down what packets have with them.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Observe(TcContext ctx)
    {
        var packet = default(PacketFacts);
        var label = new Label
        {
            Class = ctx.Priority >> 16 == Major ? ctx.Priority : 0,
            Mark = ctx.Mark,
            IsLink = PacketReader.Read(ctx, ref packet) == PacketKind.Link ? 1u : 0u,
        };
        Labels.TryAdd(in label, 0);
        if (Labels.TryGetRef(in label, out Ref<ulong> packets))
            Interlocked.Increment(ref packets.Value);
        return TcAction.Next;
    }

    private static Treatment Decide(TcContext ctx)
    {
        var packet = default(PacketFacts);
        Treatment treatment = default;
        PacketKind kind = PacketReader.Read(ctx, ref packet);
        if (kind == PacketKind.Flow)
        {
            treatment = Match(ctx, in packet);
            if (packet.IsFirstFragment)
                Fragments.Set(new FragmentKey(in packet), in treatment);
        }
        else if (kind == PacketKind.LaterFragment)
        {
            // It has no ports: as the first one, which this host has sent before.
            Fragments.TryGetValue(new FragmentKey(in packet), out treatment);
        }

        Counters[treatment.Rule]++;
        return treatment;
    }

    // The longest prefix decides; of equal ones the rule that names a port, then the one that names a DSCP, then the one that names a protocol.
    private static Treatment Match(TcContext ctx, in PacketFacts packet)
    {
        uint dscp = MatchKey.Dscp(Dscp(ctx, packet.IsV6));
        byte scope = MatchKey.Scope(s_generation, packet.IsV6);
        byte protocol = (byte)packet.Protocol;
        ushort port = packet.Protocol is (uint)IpProtocol.Icmp or (uint)IpProtocol.Icmpv6 ? (ushort)0 : packet.DestinationPort;
        Treatment best = default;
        Consider(ref best, new MatchKey(128, scope, protocol, port, dscp, packet.Destination));
        Consider(ref best, new MatchKey(128, scope, protocol, port, MatchKey.Any, packet.Destination));
        Consider(ref best, new MatchKey(128, scope, protocol, 0, dscp, packet.Destination));
        Consider(ref best, new MatchKey(128, scope, MatchKey.Any, 0, dscp, packet.Destination));
        Consider(ref best, new MatchKey(128, scope, protocol, 0, MatchKey.Any, packet.Destination));
        Consider(ref best, new MatchKey(128, scope, MatchKey.Any, 0, MatchKey.Any, packet.Destination));
        return best;
    }

    private static void Consider(ref Treatment best, in MatchKey key)
    {
        if (Rules.TryGetValue(in key, out Treatment found) && (best.Rule == 0 || found.DestinationBits > best.DestinationBits))
            best = found;
    }
}
