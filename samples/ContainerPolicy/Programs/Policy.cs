using BpfSharp;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;

namespace ContainerPolicy;

/// <summary>Who may talk with a container. Attached to the host's end of its veth; what no rule allows is denied.</summary>
[BpfLicense("GPL")]
public static partial class Policy
{
    /// <summary>Rules that fit, counting the default that has number 0.</summary>
    public const int MostRules = 16_384;

    /// <summary>Entries that fit: a rule with a range of ports takes one a port, and while a policy is replaced, both are there.</summary>
    public const int MostEntries = 131_072;

    private static readonly LpmTrieMap<RuleKey, RuleVerdict> Rules = new(maxEntries: MostEntries);
    private static readonly LruHashMap<FlowKey, FlowState> Flows = new(maxEntries: 65_536);
    private static readonly LruHashMap<FragmentKey, ulong> Fragments = new(maxEntries: 4_096);          // when the first one passed
    private static readonly PerCpuArrayMap<RuleCounter> Counters = new(maxEntries: 2 * MostRules);        // of this policy and the one before; 0: the default
    private static readonly PerCpuArrayMap<ulong> Outcomes = new(maxEntries: (int)PacketOutcome.Count);

    // Which policy holds. A new one is written beside the old one, then this number changes: no packet meets half a policy.
    private static uint s_generation;

    /// <summary>tc on egress of the host's end: packets for the container.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction ToContainer(TcContext ctx) => Judge(ctx, toContainer: true);

    /// <summary>tc on ingress of the host's end: packets of the container.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromContainer(TcContext ctx) => Judge(ctx, toContainer: false);

    private static TcAction Judge(TcContext ctx, bool toContainer)
    {
        var packet = default(PacketFacts);
        PacketOutcome outcome = PacketReader.Read(ctx, ref packet) switch
        {
            PacketKind.Link => PacketOutcome.Link,
            PacketKind.Flow => JudgeFlow(ctx, toContainer, in packet),

            // The packet that an error is about went the other way.
            PacketKind.Error => Flows.ContainsKey(new FlowKey(in packet, !toContainer)) ? PacketOutcome.RelatedError : PacketOutcome.UnrelatedError,
            PacketKind.LaterFragment => JudgeFragment(in packet),
            _ => PacketOutcome.ForeignProtocol,
        };
        Outcomes[(uint)outcome]++;
        return outcome < PacketOutcome.DeniedByRule ? TcAction.Next : TcAction.Shot;
    }

    private static PacketOutcome JudgeFlow(TcContext ctx, bool toContainer, in PacketFacts packet)
    {
        var key = new FlowKey(in packet, toContainer);
        ulong now = Bpf.KtimeNs();
        PacketOutcome outcome;
        if (IsEstablished(ctx, toContainer, in key, packet.TcpFlags, now))
        {
            outcome = PacketOutcome.Established;
        }
        else
        {
            RuleVerdict verdict = Decide(toContainer, packet.IsV6, in key);
            Counters[verdict.Rule].Add((uint)ctx.Length);
            if (!verdict.Allows)
                return verdict.Rule == 0 ? PacketOutcome.DeniedByDefault : PacketOutcome.DeniedByRule;
            Flows.Set(in key, new FlowState { LastSeen = now, Rule = verdict.Rule });
            outcome = PacketOutcome.AllowedByRule;
        }

        if (packet.IsFirstFragment)
            Fragments.Set(new FragmentKey(in packet), now);
        return outcome;
    }

    private static bool IsEstablished(TcContext ctx, bool toContainer, in FlowKey key, TcpFlags flags, ulong now)
    {
        if (!Flows.TryGetRef(in key, out Ref<FlowState> found))
            return false;
        ref FlowState flow = ref found.Value;
        if (now - flow.LastSeen > FlowLifetime.Of(key.Protocol, flow.Ended))
            return false;

        // A new connection from the ports of one that has ended is judged anew.
        bool isNew = (flags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (isNew && flow.Ended != 0)
            return false;
        if ((flags & TcpFlags.Rst) != 0)
            flow.Ended = FlowState.BothEnded;
        else if ((flags & TcpFlags.Fin) != 0)
            flow.Ended |= toContainer ? FlowState.PeerEnded : FlowState.ContainerEnded;
        flow.LastSeen = now;
        Counters[flow.Rule].Add((uint)ctx.Length);
        return true;
    }

    // The longest prefix decides; of equal ones the rule that names a port, then the one that names a protocol.
    private static RuleVerdict Decide(bool toContainer, bool isV6, in FlowKey key)
    {
        byte scope = RuleKey.Scope(s_generation, toContainer, isV6);
        byte protocol = (byte)key.Protocol;
        ushort port = toContainer ? key.ContainerPort : key.PeerPort;
        Rules.TryGetValue(new RuleKey(128, scope, protocol, port, key.Peer), out RuleVerdict best);
        if (Rules.TryGetValue(new RuleKey(128, scope, protocol, 0, key.Peer), out RuleVerdict wider) && (best.Rule == 0 || wider.PeerBits > best.PeerBits))
            best = wider;
        if (Rules.TryGetValue(new RuleKey(128, scope, 0, 0, key.Peer), out RuleVerdict widest) && (best.Rule == 0 || widest.PeerBits > best.PeerBits))
            best = widest;
        return best;
    }

    private static PacketOutcome JudgeFragment(in PacketFacts packet) =>
        Fragments.TryGetValue(new FragmentKey(in packet), out ulong since) && Bpf.KtimeNs() - since < FlowLifetime.Fragments
            ? PacketOutcome.Fragment
            : PacketOutcome.LostFragment;
}
