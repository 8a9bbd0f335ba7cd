namespace DdosPipeline.Classic;

/// <summary>What a load gives.</summary>
public enum ClassicMode
{
    Immediate = 0,
    Absolute = 0x20,

    /// <summary>From the packet, at X + K.</summary>
    Indirect = 0x40,
    Memory = 0x60,
    Length = 0x80,

    /// <summary>Four times the lower half of a byte: the length of an IPv4 header.</summary>
    HeaderLength = 0xa0,
}
