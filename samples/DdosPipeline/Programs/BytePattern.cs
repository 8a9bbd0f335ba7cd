namespace DdosPipeline;

/// <summary>Up to eight bytes. They are read as the eight bytes that end where the pattern ends: no read goes beyond it.</summary>
public struct BytePattern
{
    /// <summary>As the host reads the eight bytes.</summary>
    public ulong Mask;
    public ulong Value;
    public PacketPlace Place;

    /// <summary>Bytes from the place to behind the pattern.</summary>
    public uint End;
}
