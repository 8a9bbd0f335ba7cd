using System;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>SYN cookies of a listener (<c>bpf_tcp_gen_syncookie</c>, <c>bpf_tcp_check_syncookie</c> of <c>net/core/filter.c</c>), on a host that always sends them (<c>net.ipv4.tcp_syncookies</c> 2).</summary>
internal static class ListenerCookies
{
    private const int HeaderLength = 20;
    private const int Ipv4AddressesAt = 12;
    private const int Ipv6AddressesAt = 8;

    public static long Generate(SimulatedSocket socket, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> tcp)
    {
        if (tcp.Length < HeaderLength || tcp.Length != MemoryMarshal.Read<TcpHeader>(tcp).HeaderLength || !IsListener(socket))
            return -KernelError.Invalid;
        TcpFlags flags = MemoryMarshal.Read<TcpHeader>(tcp).Flags;
        if ((flags & TcpFlags.Syn) == 0 || (flags & (TcpFlags.Ack | TcpFlags.Fin | TcpFlags.Rst)) != 0 || Addresses(ip, out bool isIpv6) is not { Length: > 0 } addresses)
            return -KernelError.Invalid;
        socket.HasSentCookies = true;
        return SynCookieMaker.Generate(addresses, tcp, isIpv6);
    }

    public static int Check(SimulatedSocket socket, ReadOnlySpan<byte> ip, ref readonly TcpHeader tcp)
    {
        if (!IsListener(socket))
            return -KernelError.Invalid;
        // tcp_synq_no_recent_overflow: who has sent none need not look.
        if ((tcp.Flags & TcpFlags.Ack) == 0 || (tcp.Flags & (TcpFlags.Syn | TcpFlags.Rst)) != 0 || !socket.HasSentCookies)
            return -KernelError.NoEntry;
        if (Addresses(ip, out _) is not { Length: > 0 } addresses)
            return -KernelError.Protocol;
        return SynCookieMaker.Check(addresses, in tcp) == 0 ? 0 : -KernelError.NoEntry;
    }

    private static bool IsListener(SimulatedSocket socket) => socket is { Protocol: IpProtocol.Tcp, State: BpfSocketState.Listen };

    private static ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> ip, out bool isIpv6)
    {
        isIpv6 = ip[0] >> 4 == 6;
        return isIpv6 ? ip.Length >= 40 ? ip[Ipv6AddressesAt..40] : [] : ip[0] >> 4 == 4 ? ip[Ipv4AddressesAt..20] : [];
    }
}
