using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

// What is kept of each flow.
public static partial class InspectorPrograms
{
    private static readonly LruHashMap<FlowKey, FlowState> Flows = new(maxEntries: 65536);

    private static Reason Track(in Cursor at, in Segment segment)
    {
        if (Flows.TryGetRef(in at.Key, out Ref<FlowState> known))
        {
            Update(ref known.Value, in at, in segment);
            return Reason.KnownFlow;
        }

        FlowState state = default;
        state.FirstSeen = segment.Number;
        state.FirstSequence = segment.Sequence;
        state.NextSequence = segment.Sequence;
        Update(ref state, in at, in segment);
        FlowKey back = at.Key.Reversed;
        if (Flows.TryGetRef(in back, out Ref<FlowState> other))
        {
            other.Value.Traits |= FlowTraits.HasReplies;
            state.Traits |= FlowTraits.HasReplies;
        }

        Flows.Set(in at.Key, in state);
        return Reason.NewFlow;
    }

    private static void Update(ref FlowState state, in Cursor at, in Segment segment)
    {
        state.Packets++;
        state.Bytes += (uint)segment.Length;
        state.Traits |= at.Traits;
        if (at.Key.Protocol != IpProtocol.Tcp)
            return;

        state.Flags |= segment.Flags;
        state.State = Next(state.State, segment.Flags);
        state.Traits |= segment.Options.Traits;
        if ((segment.Options.Traits & FlowTraits.HasTimestamps) != 0)
            state.LastTimestamp = segment.Options.Timestamp;
        if ((segment.Flags & TcpFlags.Syn) != 0)
        {
            state.MaximumSegment = segment.Options.MaximumSegment;
            state.WindowScale = segment.Options.WindowScale;
            state.NextSequence = segment.Sequence + 1;
            return;
        }

        // Sequence numbers wrap: their difference decides.
        if ((int)(segment.Sequence - state.NextSequence) < 0)
            state.Disordered++;
        else
            state.NextSequence = segment.Sequence + (uint)segment.PayloadLength;
    }

    private static ConnectionState Next(ConnectionState state, TcpFlags flags) => state switch
    {
        _ when (flags & TcpFlags.Rst) != 0 => ConnectionState.Closed,
        ConnectionState.None or ConnectionState.Closed when (flags & TcpFlags.Syn) != 0 => ConnectionState.Opening,
        ConnectionState.None or ConnectionState.Opening when (flags & TcpFlags.Ack) != 0 => ConnectionState.Open,
        ConnectionState.Open when (flags & TcpFlags.Fin) != 0 => ConnectionState.Closing,
        ConnectionState.Closing when (flags & TcpFlags.Ack) != 0 => ConnectionState.Closed,
        var other => other,
    };
}
