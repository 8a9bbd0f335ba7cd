namespace DdosPipeline;

/// <summary>A CPU's count of what a signature has matched.</summary>
public struct SignatureCounter
{
    public ulong Packets;
    public ulong Bytes;

    /// <summary>Packets that were to be reported, and those of them that found no room.</summary>
    public ulong Sampled;
    public ulong Lost;

    /// <summary>Packets until the next one is reported.</summary>
    public ulong UntilSample;
}
