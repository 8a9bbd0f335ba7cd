using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>A neighbour for <see cref="TcContext.RedirectToNeighbor(uint, in RedirectNextHop)"/> (<c>struct bpf_redir_neigh</c>).</summary>
[StructLayout(LayoutKind.Explicit, Size = ByteCount)]
[BpfFunction]
public readonly struct RedirectNextHop
{
    internal const int ByteCount = 20;
    private const uint InterNetwork = 2; // AF_INET
    private const uint InterNetworkV6 = 10; // AF_INET6

    [FieldOffset(0)]
    private readonly uint _family;

    [FieldOffset(4)]
    private readonly Ipv4Address _ipv4;

    [FieldOffset(4)]
    private readonly Ipv6Address _ipv6;

    /// <summary>An IPv4 neighbour.</summary>
    /// <param name="address">Its address.</param>
    public RedirectNextHop(Ipv4Address address)
    {
        _ipv6 = default;
        _ipv4 = address;
        _family = InterNetwork;
    }

    /// <summary>An IPv6 neighbour.</summary>
    /// <param name="address">Its address.</param>
    public RedirectNextHop(Ipv6Address address)
    {
        _ipv4 = default;
        _ipv6 = address;
        _family = InterNetworkV6;
    }

    /// <summary>Whether it is an IPv6 neighbour.</summary>
    public bool IsIpv6 => _family == InterNetworkV6;

    /// <summary>The address of an IPv4 neighbour.</summary>
    public Ipv4Address Ipv4 => _ipv4;

    /// <summary>The address of an IPv6 neighbour.</summary>
    public Ipv6Address Ipv6 => _ipv6;
}
