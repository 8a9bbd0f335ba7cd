using System;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_skb_pull_data</c>: makes the packet's first bytes linear.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="length">How many; 0: as many as are linear already.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(39, Name = "bpf_skb_pull_data", Since = "4.9", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbPullData(TcContext context, [BpfArgument(Bits = 32)] uint length) => SkbBuffers.Pull(context.Buffer, length);

    /// <summary><c>bpf_skb_load_bytes</c>: copies bytes out of the packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(26, Name = "bpf_skb_load_bytes", Since = "4.5", Programs = "tc")]
    public static int SkbLoadBytes(TcContext context, [BpfArgument(Bits = 32)] uint offset, Span<byte> destination) => SkbBuffers.Load(context.Buffer, offset, destination);

    /// <inheritdoc cref="SkbLoadBytes(TcContext,uint,Span{byte})"/>
    /// <typeparam name="T">What to load.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="size">Its bytes.</param>
    [BpfHelper(26, Name = "bpf_skb_load_bytes", Since = "4.5", Programs = "tc")]
    public static int SkbLoadBytes<T>(TcContext context, [BpfArgument(Bits = 32)] uint offset, ref T destination, [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        SkbBuffers.Load(context.Buffer, offset, WritableBytes(ref destination)[..size]);

    /// <summary><c>bpf_skb_store_bytes</c>: overwrites bytes of the packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write.</param>
    /// <param name="flags"><c>BPF_F_RECOMPUTE_CSUM</c> (1), <c>BPF_F_INVALIDATE_HASH</c> (2).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(9, Name = "bpf_skb_store_bytes", Since = "4.1", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbStoreBytes(TcContext context, [BpfArgument(Bits = 32)] uint offset, ReadOnlySpan<byte> source, ulong flags) => SkbBuffers.Store(context, offset, source, flags);

    /// <inheritdoc cref="SkbStoreBytes(TcContext,uint,ReadOnlySpan{byte},ulong)"/>
    /// <typeparam name="T">What to store.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="flags"><c>BPF_F_RECOMPUTE_CSUM</c> (1), <c>BPF_F_INVALIDATE_HASH</c> (2).</param>
    [BpfHelper(9, Name = "bpf_skb_store_bytes", Since = "4.1", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbStoreBytes<T>(TcContext context, [BpfArgument(Bits = 32)] uint offset, in T source, [BpfArgument(BpfArgumentKind.Size)] int size, ulong flags)
        where T : unmanaged =>
        SkbBuffers.Store(context, offset, Bytes(in source)[..size], flags);

    /// <summary><c>bpf_l3_csum_replace</c>: corrects an IPv4 header checksum.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Where the checksum is.</param>
    /// <param name="from">The old field in network byte order.</param>
    /// <param name="to">The new field in network byte order, or a difference.</param>
    /// <param name="flags">The field's size: 2 or 4, or 0 with a difference.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(10, Name = "bpf_l3_csum_replace", Since = "4.1", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int L3CsumReplace(TcContext context, [BpfArgument(Bits = 32)] uint offset, [BpfArgument(Bits = 64)] ulong from, [BpfArgument(Bits = 64)] ulong to, [BpfArgument(Bits = 64)] ulong flags) =>
        SkbBuffers.ReplaceHeaderChecksum(context.Buffer, offset, from, to, flags);

    /// <summary><c>bpf_l4_csum_replace</c>: corrects a TCP, UDP or ICMP checksum.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Where the checksum is.</param>
    /// <param name="from">The old field in network byte order.</param>
    /// <param name="to">The new field in network byte order, or a difference.</param>
    /// <param name="flags">The field's size as in <see cref="L3CsumReplace"/>, with <c>BPF_F_PSEUDO_HDR</c>, <c>BPF_F_MARK_MANGLED_0</c>, <c>BPF_F_MARK_ENFORCE</c>.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(11, Name = "bpf_l4_csum_replace", Since = "4.1", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int L4CsumReplace(TcContext context, [BpfArgument(Bits = 32)] uint offset, [BpfArgument(Bits = 64)] ulong from, [BpfArgument(Bits = 64)] ulong to, [BpfArgument(Bits = 64)] ulong flags) =>
        SkbBuffers.ReplaceTransportChecksum(context.Buffer, offset, from, to, flags);

    /// <summary><c>bpf_csum_update</c>: adds to the checksum that a driver has computed over the whole packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="difference">What to add.</param>
    /// <returns>The new checksum, or a negative error number: <c>-ENOTSUPP</c> (-524) for packets without such a checksum, as all are in a simulation.</returns>
    [BpfHelper(40, Name = "bpf_csum_update", Since = "4.9", Programs = "tc", Simulation = "no packet has a checksum of the device")]
    public static long CsumUpdate(TcContext context, [BpfArgument(Bits = 32)] uint difference) => -KernelError.NotSupported;

    /// <summary><c>bpf_skb_change_tail</c>: cuts the packet off or extends it.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="length">New number of bytes.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(38, Name = "bpf_skb_change_tail", Since = "4.9", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbChangeTail(TcContext context, [BpfArgument(Bits = 32)] uint length, ulong flags) => SkbBuffers.ChangeTail(context, length, flags);

    /// <summary><c>bpf_skb_change_head</c>: makes room in front of the packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="bytes">How many bytes more.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(43, Name = "bpf_skb_change_head", Since = "5.8", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbChangeHead(TcContext context, [BpfArgument(Bits = 32)] uint bytes, ulong flags) => SkbBuffers.ChangeHead(context.Buffer, bytes, flags);

    /// <summary><c>bpf_skb_vlan_push</c>: adds a VLAN tag.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="protocol">The tag's protocol in network byte order.</param>
    /// <param name="tag">The tag.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(18, Name = "bpf_skb_vlan_push", Since = "4.3", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbVlanPush(TcContext context, [BpfArgument(Bits = 16)] ushort protocol, [BpfArgument(Bits = 16)] ushort tag) => SkbVlan.Push(context, protocol, tag);

    /// <summary><c>bpf_skb_vlan_pop</c>: takes the outer VLAN tag away.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(19, Name = "bpf_skb_vlan_pop", Since = "4.3", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbVlanPop(TcContext context) => SkbVlan.Pop(context);
}
