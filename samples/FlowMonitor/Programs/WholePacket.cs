namespace FlowMonitor;

/// <summary>An event of the ring buffer with the packet.</summary>
public struct WholePacket
{
    public Annotation Annotation;

    /// <summary>How many bytes there are: less than the packet has, if it has more than fit.</summary>
    public uint Length;
    public WholeBytes Bytes;
}
