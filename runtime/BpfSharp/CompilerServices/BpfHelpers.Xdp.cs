using System;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_xdp_adjust_head</c>: moves the packet's start.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="delta">Bytes; negative: room in front.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(44, Name = "bpf_xdp_adjust_head", Since = "4.10", Programs = "xdp", Effects = BpfHelperEffects.ChangesPacket)]
    public static int XdpAdjustHead(XdpContext context, [BpfArgument(Bits = 32)] int delta) => XdpBuffers.AdjustHead(context.Buffer, delta);

    /// <summary><c>bpf_xdp_adjust_tail</c>: moves the packet's end.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="delta">Bytes; positive (Linux 5.8): zero bytes at the end.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(65, Name = "bpf_xdp_adjust_tail", Since = "4.18", Programs = "xdp", Effects = BpfHelperEffects.ChangesPacket)]
    public static int XdpAdjustTail(XdpContext context, [BpfArgument(Bits = 32)] int delta) => XdpBuffers.AdjustTail(context.Buffer, delta);

    /// <summary><c>bpf_xdp_adjust_meta</c>: moves the start of the metadata area in front of the packet.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="delta">Bytes; negative: a larger area.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(54, Name = "bpf_xdp_adjust_meta", Since = "4.15", Programs = "xdp", Effects = BpfHelperEffects.ChangesPacket)]
    public static int XdpAdjustMeta(XdpContext context, [BpfArgument(Bits = 32)] int delta) => XdpBuffers.AdjustMeta(context.Buffer, delta);

    /// <summary><c>bpf_xdp_get_buff_len</c>: bytes of the whole packet, fragments included.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>Bytes.</returns>
    [BpfHelper(188, Name = "bpf_xdp_get_buff_len", Since = "5.18", Programs = "xdp")]
    public static uint XdpGetBuffLen(XdpContext context) => (uint)context.Buffer.Length;

    /// <summary><c>bpf_xdp_load_bytes</c>: copies bytes out of the packet, fragments included.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(189, Name = "bpf_xdp_load_bytes", Since = "5.18", Programs = "xdp")]
    public static int XdpLoadBytes(XdpContext context, [BpfArgument(Bits = 32)] uint offset, Span<byte> destination) => XdpBuffers.Load(context.Buffer, offset, destination);

    /// <inheritdoc cref="XdpLoadBytes(XdpContext,uint,Span{byte})"/>
    /// <typeparam name="T">What to load.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="size">Its bytes.</param>
    [BpfHelper(189, Name = "bpf_xdp_load_bytes", Since = "5.18", Programs = "xdp")]
    public static int XdpLoadBytes<T>(XdpContext context, [BpfArgument(Bits = 32)] uint offset, ref T destination, [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        XdpBuffers.Load(context.Buffer, offset, WritableBytes(ref destination)[..size]);

    /// <summary><c>bpf_xdp_store_bytes</c>: overwrites bytes of the packet, fragments included.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(190, Name = "bpf_xdp_store_bytes", Since = "5.18", Programs = "xdp")]
    public static int XdpStoreBytes(XdpContext context, [BpfArgument(Bits = 32)] uint offset, ReadOnlySpan<byte> source) => XdpBuffers.Store(context.Buffer, offset, source);

    /// <inheritdoc cref="XdpStoreBytes(XdpContext,uint,ReadOnlySpan{byte})"/>
    /// <typeparam name="T">What to store.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write.</param>
    /// <param name="size">Its bytes.</param>
    [BpfHelper(190, Name = "bpf_xdp_store_bytes", Since = "5.18", Programs = "xdp")]
    public static int XdpStoreBytes<T>(XdpContext context, [BpfArgument(Bits = 32)] uint offset, in T source, [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        XdpBuffers.Store(context.Buffer, offset, Bytes(in source)[..size]);
}
