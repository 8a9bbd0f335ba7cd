using BpfSharp;
using BpfSharp.Protocols;

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
        PacketOutcome outcome = Read(ctx, toContainer, ref packet) switch
        {
            PacketKind.Link => PacketOutcome.Link,
            PacketKind.Flow => JudgeFlow(ctx, toContainer, ref packet),
            PacketKind.Error => Flows.ContainsKey(packet.Flow) ? PacketOutcome.RelatedError : PacketOutcome.UnrelatedError,
            PacketKind.LaterFragment => JudgeFragment(ref packet),
            _ => PacketOutcome.ForeignProtocol,
        };
        Outcomes[(uint)outcome]++;
        return outcome < PacketOutcome.DeniedByRule ? TcAction.Next : TcAction.Shot;
    }

    private static PacketOutcome JudgeFlow(TcContext ctx, bool toContainer, ref PacketFacts packet)
    {
        ulong now = Bpf.KtimeNs();
        PacketOutcome outcome;
        if (IsEstablished(ctx, toContainer, in packet, now))
        {
            outcome = PacketOutcome.Established;
        }
        else
        {
            RuleVerdict verdict = Decide(toContainer, in packet);
            Counters[verdict.Rule].Add((uint)ctx.Length);
            if (!verdict.Allows)
                return verdict.Rule == 0 ? PacketOutcome.DeniedByDefault : PacketOutcome.DeniedByRule;
            Flows.Set(packet.Flow, new FlowState { LastSeen = now, Rule = verdict.Rule });
            outcome = PacketOutcome.AllowedByRule;
        }

        if (packet.IsFirstFragment)
            Fragments.Set(packet.Fragment, now);
        return outcome;
    }

    private static bool IsEstablished(TcContext ctx, bool toContainer, in PacketFacts packet, ulong now)
    {
        if (!Flows.TryGetRef(packet.Flow, out Ref<FlowState> found))
            return false;
        ref FlowState flow = ref found.Value;
        if (now - flow.LastSeen > FlowLifetime.Of(packet.Flow.Protocol, flow.Ended))
            return false;

        // A new connection from the ports of one that has ended is judged anew.
        bool isNew = (packet.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) == TcpFlags.Syn;
        if (isNew && flow.Ended != 0)
            return false;
        if ((packet.TcpFlags & TcpFlags.Rst) != 0)
            flow.Ended = FlowState.BothEnded;
        else if ((packet.TcpFlags & TcpFlags.Fin) != 0)
            flow.Ended |= toContainer ? FlowState.PeerEnded : FlowState.ContainerEnded;
        flow.LastSeen = now;
        Counters[flow.Rule].Add((uint)ctx.Length);
        return true;
    }

    // The longest prefix decides; of equal ones the rule that names a port, then the one that names a protocol.
    private static RuleVerdict Decide(bool toContainer, in PacketFacts packet)
    {
        byte scope = RuleKey.Scope(s_generation, toContainer, packet.IsV6);
        byte protocol = (byte)packet.Flow.Protocol;
        ushort port = toContainer ? packet.Flow.ContainerPort : packet.Flow.PeerPort;
        Rules.TryGetValue(new RuleKey(128, scope, protocol, port, packet.Flow.Peer), out RuleVerdict best);
        if (Rules.TryGetValue(new RuleKey(128, scope, protocol, 0, packet.Flow.Peer), out RuleVerdict wider) && (best.Rule == 0 || wider.PeerBits > best.PeerBits))
            best = wider;
        if (Rules.TryGetValue(new RuleKey(128, scope, 0, 0, packet.Flow.Peer), out RuleVerdict widest) && (best.Rule == 0 || widest.PeerBits > best.PeerBits))
            best = widest;
        return best;
    }

    private static PacketOutcome JudgeFragment(ref PacketFacts packet) =>
        Fragments.TryGetValue(packet.Fragment, out ulong since) && Bpf.KtimeNs() - since < FlowLifetime.Fragments
            ? PacketOutcome.Fragment
            : PacketOutcome.LostFragment;
}
