using System;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>SYN cookies (Linux 6.0; need a GPL-compatible license): a program answers SYNs itself, without a socket, and lets through the ACKs that answer its cookies.</summary>
/// <remarks>The stack takes connections from cookies where <c>net.ipv4.tcp_syncookies</c> is 2, or 1 and the listener is flooded.</remarks>
public static class SynCookies
{
    /// <summary>The SYN cookie that answers an IPv4 SYN: the sequence number of the SYN-ACK.</summary>
    /// <param name="ip">The IPv4 header.</param>
    /// <param name="tcp">The TCP header with all its options, as many bytes as it says; in the packet, of a constant length.</param>
    /// <param name="cookie">The cookie.</param>
    /// <param name="segmentSize">The segment size that it stands for, for the SYN-ACK's option.</param>
    /// <returns>Whether the header is whole.</returns>
    [BpfFunction]
    public static bool TryGenerate(ref readonly Ipv4Header ip, ReadOnlySpan<byte> tcp, out uint cookie, out ushort segmentSize)
    {
        long result = BpfHelpers.TcpRawGenSyncookieIpv4(in ip, tcp);
        cookie = result < 0 ? 0 : (uint)result;
        segmentSize = result < 0 ? (ushort)0 : (ushort)(result >> 32);
        return result >= 0;
    }

    /// <summary>Whether an IPv4 ACK answers a SYN cookie of this host that is not too old (about two minutes).</summary>
    /// <param name="ip">The IPv4 header.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>Whether it does.</returns>
    [BpfFunction]
    public static bool IsValid(ref readonly Ipv4Header ip, ref readonly TcpHeader tcp) => BpfHelpers.TcpRawCheckSyncookieIpv4(in ip, in tcp) == 0;

    /// <summary>The SYN cookie that answers an IPv6 SYN: the sequence number of the SYN-ACK.</summary>
    /// <param name="ip">The IPv6 header.</param>
    /// <param name="tcp">The TCP header with all its options, as many bytes as it says; in the packet, of a constant length.</param>
    /// <param name="cookie">The cookie.</param>
    /// <param name="segmentSize">The segment size that it stands for, for the SYN-ACK's option.</param>
    /// <returns>Whether the header is whole.</returns>
    [BpfFunction]
    public static bool TryGenerate(ref readonly Ipv6Header ip, ReadOnlySpan<byte> tcp, out uint cookie, out ushort segmentSize)
    {
        long result = BpfHelpers.TcpRawGenSyncookieIpv6(in ip, tcp);
        cookie = result < 0 ? 0 : (uint)result;
        segmentSize = result < 0 ? (ushort)0 : (ushort)(result >> 32);
        return result >= 0;
    }

    /// <summary>Whether an IPv6 ACK answers a SYN cookie of this host that is not too old (about two minutes).</summary>
    /// <param name="ip">The IPv6 header.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>Whether it does.</returns>
    [BpfFunction]
    public static bool IsValid(ref readonly Ipv6Header ip, ref readonly TcpHeader tcp) => BpfHelpers.TcpRawCheckSyncookieIpv6(in ip, in tcp) == 0;
}
