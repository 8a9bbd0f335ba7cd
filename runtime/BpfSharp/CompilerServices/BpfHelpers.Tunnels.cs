using System;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_skb_get_tunnel_key</c>: the tunnel that the packet came through.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="key">Where to.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="flags"><c>BPF_F_TUNINFO_IPV6</c> (1), <c>BPF_F_TUNINFO_FLAGS</c> (16).</param>
    /// <returns>0, or a negative error number: <c>-EINVAL</c> (-22) without a tunnel, <c>-EPROTO</c> (-71) for one of the other family.</returns>
    [BpfHelper(20, Name = "bpf_skb_get_tunnel_key", Since = "4.3", Programs = "tc", Simulation = "`TcRunOptions.TunnelKey`, or as set")]
    public static int SkbGetTunnelKey(TcContext context, ref TunnelKey key, [BpfArgument(BpfArgumentKind.Size)] int size, ulong flags) =>
        SkbTunnels.GetKey(context.State, ref key, size, flags);

    /// <summary><c>bpf_skb_set_tunnel_key</c>: the tunnel that the packet is to go through.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="key">The tunnel.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="flags"><c>BPF_F_TUNINFO_IPV6</c> (1), <c>ZERO_CSUM_TX</c> (2), <c>DONT_FRAGMENT</c> (4), <c>SEQ_NUMBER</c> (8), <c>NO_TUNNEL_KEY</c> (16).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(21, Name = "bpf_skb_set_tunnel_key", Since = "4.3", Programs = "tc", Simulation = "in the result: `TunnelKey`")]
    public static int SkbSetTunnelKey(TcContext context, in TunnelKey key, [BpfArgument(BpfArgumentKind.Size)] int size, ulong flags) =>
        SkbTunnels.SetKey(context.State, in key, size, flags);

    /// <summary><c>bpf_skb_get_tunnel_opt</c>: the options of the tunnel's header.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>Bytes of options, or a negative error number.</returns>
    [BpfHelper(29, Name = "bpf_skb_get_tunnel_opt", Since = "4.6", Programs = "tc", Simulation = "`TcRunOptions.TunnelOptions`, or as set")]
    public static int SkbGetTunnelOpt(TcContext context, Span<byte> destination) => SkbTunnels.GetOptions(context.State, destination);

    /// <summary><c>bpf_skb_set_tunnel_opt</c>: the options of the header of the tunnel that the packet is to go through.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="source">The options.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(30, Name = "bpf_skb_set_tunnel_opt", Since = "4.6", Programs = "tc")]
    public static int SkbSetTunnelOpt(TcContext context, ReadOnlySpan<byte> source) => SkbTunnels.SetOptions(context.State, source);
}
