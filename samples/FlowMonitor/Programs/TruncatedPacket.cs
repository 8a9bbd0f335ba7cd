namespace FlowMonitor;

/// <summary>An event of the ring buffer with the packet's first bytes.</summary>
public struct TruncatedPacket
{
    public Annotation Annotation;

    /// <summary>How many bytes there are.</summary>
    public uint Length;
    public TruncatedBytes Bytes;
}
