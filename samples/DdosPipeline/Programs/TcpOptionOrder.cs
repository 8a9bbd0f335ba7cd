using BpfSharp;

namespace DdosPipeline;

/// <summary>The kinds of a SYN's options in their order, as p0f tells systems apart: 4 bits each, the last one lowest.</summary>
[BpfFunction]
public static class TcpOptionOrder
{
    public const ulong End = 1;
    public const ulong NoOperation = 2;
    public const ulong MaximumSegment = 3;
    public const ulong WindowScale = 4;
    public const ulong SackPermitted = 5;
    public const ulong Sack = 6;
    public const ulong Timestamps = 7;
    public const ulong Other = 8;

    /// <summary>More options than the 16 that fit, or broken ones: no signature names these.</summary>
    public const ulong Unreadable = ulong.MaxValue;

    /// <summary>As 16 bits, for <see cref="PacketField.Options"/>; what folds alike is told apart later.</summary>
    public static uint Fold(ulong order) => (uint)((order * 0x9E37_79B9_7F4A_7C15) >> 48);

    /// <summary>By the option's kind (RFC 9293, 7323, 2018).</summary>
    public static ulong Code(byte kind) => kind switch
    {
        0 => End,
        1 => NoOperation,
        2 => MaximumSegment,
        3 => WindowScale,
        4 => SackPermitted,
        5 => Sack,
        8 => Timestamps,
        _ => Other,
    };
}
