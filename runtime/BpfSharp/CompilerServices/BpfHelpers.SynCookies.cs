using System;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_tcp_raw_gen_syncookie_ipv4</c>: the SYN cookie that answers a SYN.</summary>
    /// <param name="ip">The IPv4 header.</param>
    /// <param name="tcp">The TCP header with its options.</param>
    /// <returns>The cookie in the lower 32 bits, the segment size in the upper ones; or a negative error number.</returns>
    [BpfHelper(204, Name = "bpf_tcp_raw_gen_syncookie_ipv4", Since = "6.0", Gpl = true, Programs = "xdp,tc", Simulation = "`Environment.SynCookieHash`, or a hash without a secret")]
    public static long TcpRawGenSyncookieIpv4(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 20)] ref readonly Ipv4Header ip,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] ReadOnlySpan<byte> tcp) =>
        SynCookieMaker.Generate(Flow(in ip), tcp, isIpv6: false);

    /// <summary><c>bpf_tcp_raw_check_syncookie_ipv4</c>: whether an ACK answers a SYN cookie.</summary>
    /// <param name="ip">The IPv4 header.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>0, or a negative error number: <c>-EACCES</c> (-13) where it does not.</returns>
    [BpfHelper(206, Name = "bpf_tcp_raw_check_syncookie_ipv4", Since = "6.0", Gpl = true, Programs = "xdp,tc", Simulation = "knows the cookies that it made")]
    public static int TcpRawCheckSyncookieIpv4(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 20)] ref readonly Ipv4Header ip,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 20)] ref readonly TcpHeader tcp) =>
        SynCookieMaker.Check(Flow(in ip), in tcp);

    /// <summary><c>bpf_tcp_raw_gen_syncookie_ipv6</c>: the SYN cookie that answers a SYN.</summary>
    /// <param name="ip">The IPv6 header.</param>
    /// <param name="tcp">The TCP header with its options.</param>
    /// <returns>The cookie in the lower 32 bits, the segment size in the upper ones; or a negative error number.</returns>
    [BpfHelper(205, Name = "bpf_tcp_raw_gen_syncookie_ipv6", Since = "6.0", Gpl = true, Programs = "xdp,tc", Simulation = "`Environment.SynCookieHash`, or a hash without a secret")]
    public static long TcpRawGenSyncookieIpv6(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 40)] ref readonly Ipv6Header ip,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] ReadOnlySpan<byte> tcp) =>
        SynCookieMaker.Generate(Flow(in ip), tcp, isIpv6: true);

    /// <summary><c>bpf_tcp_raw_check_syncookie_ipv6</c>: whether an ACK answers a SYN cookie.</summary>
    /// <param name="ip">The IPv6 header.</param>
    /// <param name="tcp">The TCP header.</param>
    /// <returns>0, or a negative error number: <c>-EACCES</c> (-13) where it does not.</returns>
    [BpfHelper(207, Name = "bpf_tcp_raw_check_syncookie_ipv6", Since = "6.0", Gpl = true, Programs = "xdp,tc", Simulation = "knows the cookies that it made")]
    public static int TcpRawCheckSyncookieIpv6(
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 40)] ref readonly Ipv6Header ip,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, Size = 20)] ref readonly TcpHeader tcp) =>
        SynCookieMaker.Check(Flow(in ip), in tcp);

    private static ReadOnlySpan<byte> Flow(ref readonly Ipv4Header ip) => Bytes(in ip)[12..];

    private static ReadOnlySpan<byte> Flow(ref readonly Ipv6Header ip) => Bytes(in ip)[8..];
}
