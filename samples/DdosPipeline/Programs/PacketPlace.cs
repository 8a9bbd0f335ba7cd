namespace DdosPipeline;

/// <summary>What offsets count from.</summary>
public enum PacketPlace : uint
{
    /// <summary>The IP header, as for xt_bpf.</summary>
    Network,

    /// <summary>The TCP, UDP or other header behind the IP headers.</summary>
    Transport,

    /// <summary>What TCP or UDP carries.</summary>
    Payload,

    Count,
}
