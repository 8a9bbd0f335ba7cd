namespace FlowMonitor;

/// <summary>A tally on one CPU.</summary>
public struct TallyCounter
{
    public ulong Packets;

    /// <summary>Bytes with Ethernet headers.</summary>
    public ulong Bytes;

    public void Add(uint bytes)
    {
        Packets++;
        Bytes += bytes;
    }
}
