using System;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The tunnel helpers of tc programs, as in <c>net/core/filter.c</c>.</summary>
internal static class SkbTunnels
{
    private const ulong ReadFlagMask = (ulong)(TunnelReadFlags.Ipv6 | TunnelReadFlags.Flags);
    private const ulong SendFlagMask = 0x1f;
    private const uint FlowLabelMask = 0xfffff; // IPV6_FLOWLABEL_MASK
    private const int MaxOptions = 255; // IP_TUNNEL_OPTS_MAX

    // TUNNEL_* of linux/if_tunnel.h
    private const ushort Checksum = 0x1;
    private const ushort HasKey = 0x4;
    private const ushort Sequence = 0x8;
    private const ushort DontFragment = 0x100;
    private const ushort NoCache = 0x2000;
    private const ushort OptionsPresent = 0xd800;

    // bpf_skb_get_tunnel_key
    public static int GetKey(SkbState state, ref TunnelKey key, int size, ulong flags)
    {
        key = default;
        if (state.Tunnel is not { } tunnel || (flags & ~ReadFlagMask) != 0 || size != TunnelKey.ByteCount)
            return -KernelError.Invalid;
        if (tunnel.IsIpv6 != ((flags & (ulong)TunnelReadFlags.Ipv6) != 0))
            return -KernelError.Protocol;
        key = tunnel.Key;
        if ((flags & (ulong)TunnelReadFlags.Flags) == 0)
            key.Flags = 0;
        else if (tunnel.Options is not null)
            key.Flags = (ushort)(key.Flags | OptionsPresent);
        return 0;
    }

    // bpf_skb_set_tunnel_key
    public static int SetKey(SkbState state, in TunnelKey key, int size, ulong flags)
    {
        bool isIpv6 = (flags & (ulong)TunnelSendFlags.Ipv6) != 0;
        if ((flags & ~SendFlagMask) != 0 || size != TunnelKey.ByteCount || (!isIpv6 && key.FlowLabel != 0) || key.Flags != 0)
            return -KernelError.Invalid;
        var read = new TunnelKey { Id = key.Id, TypeOfService = key.TypeOfService, TimeToLive = key.TimeToLive, Flags = FlagsOf((TunnelSendFlags)flags) };
        if (isIpv6)
            (read.RemoteIpv6, read.LocalIpv6, read.FlowLabel) = (key.LocalIpv6, key.RemoteIpv6, key.FlowLabel & FlowLabelMask);
        else
            (read.RemoteIpv4, read.LocalIpv4) = (key.LocalIpv4, key.RemoteIpv4);
        state.Tunnel = SkbTunnel.ToSend(key, read, isIpv6);
        return 0;
    }

    // bpf_skb_get_tunnel_opt
    public static int GetOptions(SkbState state, Span<byte> destination)
    {
        destination.Clear();
        if (state.Tunnel?.Options is not { } options)
            return -KernelError.NoEntry;
        if (destination.Length < options.Length)
            return -KernelError.NoMemory;
        options.CopyTo(destination);
        return options.Length;
    }

    // bpf_skb_set_tunnel_opt: only beside a tunnel that the program has set
    public static int SetOptions(SkbState state, ReadOnlySpan<byte> source)
    {
        if (state.Tunnel is not { Sent: not null } tunnel || (source.Length & 3) != 0)
            return -KernelError.Invalid;
        if (source.Length > MaxOptions)
            return -KernelError.NoMemory;
        tunnel.Options = source.ToArray();
        return 0;
    }

    private static ushort FlagsOf(TunnelSendFlags flags)
    {
        ushort result = NoCache;
        result |= flags.HasFlag(TunnelSendFlags.DontFragment) ? DontFragment : (ushort)0;
        result |= flags.HasFlag(TunnelSendFlags.NoChecksum) ? (ushort)0 : Checksum;
        result |= flags.HasFlag(TunnelSendFlags.SequenceNumber) ? Sequence : (ushort)0;
        result |= flags.HasFlag(TunnelSendFlags.NoKey) ? (ushort)0 : HasKey;
        return result;
    }
}
