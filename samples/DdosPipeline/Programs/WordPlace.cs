namespace DdosPipeline;

/// <summary>Where two bytes are that many signatures look at.</summary>
public struct WordPlace
{
    public PacketPlace Place;
    public uint Offset;
}
