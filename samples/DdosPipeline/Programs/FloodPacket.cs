namespace DdosPipeline;

/// <summary>What one of a flood's packets has of its own.</summary>
public struct FloodPacket
{
    /// <summary>The first eight bytes of the payload, as they are sent.</summary>
    public ulong Payload;

    /// <summary>The destination port.</summary>
    public uint Port;
    public uint Reserved;
}
