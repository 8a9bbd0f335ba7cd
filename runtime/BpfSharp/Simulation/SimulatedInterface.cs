using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>A network interface of a simulated host.</summary>
/// <param name="Index">Its index, from 1.</param>
public sealed record SimulatedInterface(uint Index)
{
    /// <summary>Bytes of the largest packet without its link header.</summary>
    public uint Mtu { get; init; } = 1500;

    /// <summary>Bytes of its link header.</summary>
    public uint HeaderLength { get; init; } = 14;

    /// <summary>Its link address.</summary>
    public MacAddress Address { get; init; }

    /// <summary>Whether IPv4 packets that it receives are forwarded (<c>net.ipv4.conf.*.forwarding</c>).</summary>
    public bool ForwardsIpv4 { get; init; }

    /// <summary>Whether IPv6 packets that it receives are forwarded (<c>net.ipv6.conf.*.forwarding</c>).</summary>
    public bool ForwardsIpv6 { get; init; }
}
