namespace DdosPipeline;

/// <summary>What a packet is classified by: numbers of 16 bits. Each has a table of its own in a rule set.</summary>
public enum PacketField : uint
{
    /// <summary>Protocol, family and fragmentation: <see cref="PacketKinds"/>.</summary>
    Kind,
    DestinationPort,
    SourcePort,

    /// <summary>Bytes of the IP packet.</summary>
    Length,
    TimeToLive,
    TcpFlags,
    Window,
    MaximumSegment,

    /// <summary>Which TCP options there are, in order: <see cref="TcpOptionOrder.Fold"/>.</summary>
    Options,

    /// <summary>The first 16 bits of an address of either family, and the next 16.</summary>
    SourceHigh,
    SourceLow,
    DestinationHigh,
    DestinationLow,

    /// <summary>Two bytes at a place that the rule set names.</summary>
    FirstWord,
    SecondWord,

    Count,
}
