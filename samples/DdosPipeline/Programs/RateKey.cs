using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>Whose packets share a bucket.</summary>
public struct RateKey
{
    /// <summary>IPv4 as ::ffff:a.b.c.d; nothing: all sources together.</summary>
    public Ipv6Address Source;

    /// <summary>The signature's counter.</summary>
    public uint Counter;
    public uint Reserved;
}
