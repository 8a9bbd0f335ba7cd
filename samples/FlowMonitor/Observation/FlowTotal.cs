namespace FlowMonitor.Observation;

/// <summary>What a flow has carried since the monitor runs.</summary>
public sealed record FlowTotal(FlowKey Key, ulong Packets, ulong Segments, ulong Bytes, ulong FirstSeen, ulong LastSeen, ulong TcpFlags)
{
    /// <summary>With what one CPU has counted more.</summary>
    public FlowTotal With(in FlowCounter counter) => counter.Packets == 0 ? this : this with
    {
        Packets = Packets + counter.Packets,
        Segments = Segments + counter.Segments,
        Bytes = Bytes + counter.Bytes,
        FirstSeen = FirstSeen == 0 ? counter.FirstSeen : ulong.Min(FirstSeen, counter.FirstSeen),
        LastSeen = ulong.Max(LastSeen, counter.LastSeen),
        TcpFlags = TcpFlags | counter.TcpFlags,
    };
}
