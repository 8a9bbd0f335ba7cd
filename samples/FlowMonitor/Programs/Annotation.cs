namespace FlowMonitor;

/// <summary>What the kernel says about a packet.</summary>
public struct Annotation
{
    /// <summary>Nanoseconds of the monotonic clock.</summary>
    public ulong Time;
    public FlowKey Flow;

    /// <summary>Bytes with the Ethernet header, whatever was captured of them.</summary>
    public uint PacketLength;
    public DropReason Reason;

    /// <summary>The line of the configuration that dropped it; 0: it was not dropped.</summary>
    public uint Rule;

    /// <summary>What the addresses are called; 0: nothing.</summary>
    public uint SourceLabel;
    public uint DestinationLabel;

    /// <summary>How many packets this one stands for.</summary>
    public uint SampledOneIn;
}
