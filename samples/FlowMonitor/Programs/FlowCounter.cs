namespace FlowMonitor;

/// <summary>What a flow has carried on one CPU in one epoch.</summary>
public struct FlowCounter
{
    /// <summary>Packets as the host's stack handles them: a large segment is one.</summary>
    public ulong Packets;

    /// <summary>Packets as they are on the wire: a large segment is as many as it is cut into.</summary>
    public ulong Segments;

    /// <summary>Bytes with Ethernet headers.</summary>
    public ulong Bytes;

    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public ulong FirstSeen;
    public ulong LastSeen;

    /// <summary>All TCP flags that were seen.</summary>
    public ulong TcpFlags;
}
