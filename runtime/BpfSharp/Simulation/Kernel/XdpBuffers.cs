using System;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The XDP helpers that move a packet's bounds, as in <c>net/core/filter.c</c>.</summary>
internal static class XdpBuffers
{
    public const int Headroom = 256; // XDP_PACKET_HEADROOM
    public const int Tailroom = 320; // SKB_DATA_ALIGN(sizeof(struct skb_shared_info))
    public const int FrameSize = 4096; // test runs use one page

    private const int FrameHeader = 40; // sizeof(struct xdp_frame), which lies at the start of the headroom
    private const int EthernetHeaderLength = 14; // ETH_HLEN
    private const int MaxMetadata = 252; // XDP_METADATA_MAX_LEN: what skb_shared_info can tell, in words of 4 bytes
    private const int MaxLoad = 0xffff; // offset and length of bpf_xdp_load_bytes

    // bpf_xdp_adjust_head
    public static int AdjustHead(PacketBuffer buffer, int delta)
    {
        int metadata = buffer.Start - buffer.MetadataStart;
        long start = (long)buffer.Start + delta;
        if (start < FrameHeader + metadata || start > buffer.Start + buffer.LinearLength - EthernetHeaderLength)
            return -KernelError.Invalid;
        buffer.MoveStart(delta);
        return 0;
    }

    // bpf_xdp_adjust_tail
    public static int AdjustTail(PacketBuffer buffer, int delta)
    {
        if (buffer.LinearLength < buffer.Length)
            return AdjustFragments(buffer, delta);
        long end = (long)buffer.Start + buffer.Length + delta;
        if (end > buffer.FrameSize - Tailroom || end < buffer.Start + EthernetHeaderLength)
            return -KernelError.Invalid;
        buffer.MoveEnd(delta);
        return 0;
    }

    // bpf_xdp_frags_shrink_tail, bpf_xdp_frags_increase_tail
    private static int AdjustFragments(PacketBuffer buffer, int delta)
    {
        // The kernel negates the smallest int, which stays negative: nothing is cut off.
        if (delta == int.MinValue)
            return 0;
        int lastFragment = (buffer.Length - buffer.LinearLength - 1) % FrameSize + 1;
        if (delta < 0 ? -delta > buffer.Length - EthernetHeaderLength : delta > FrameSize - lastFragment)
            return -KernelError.Invalid;
        if (delta < 0)
            buffer.MoveEnd(delta);
        else
            buffer.GrowFragments(delta);
        return 0;
    }

    // bpf_xdp_adjust_meta
    public static int AdjustMeta(PacketBuffer buffer, int delta)
    {
        long metadata = buffer.Start - ((long)buffer.MetadataStart + delta);
        if (metadata < 0 || buffer.Start - metadata < FrameHeader)
            return -KernelError.Invalid;
        if ((metadata & 3) != 0 || metadata > MaxMetadata)
            return -KernelError.Access;
        buffer.MoveMetadataStart(delta);
        return 0;
    }

    // __bpf_xdp_load_bytes
    public static int Load(PacketBuffer buffer, uint offset, Span<byte> destination)
    {
        if (!Has(buffer, offset, destination.Length))
            return -KernelError.Invalid;
        buffer.All.Slice((int)offset, destination.Length).CopyTo(destination);
        return 0;
    }

    // __bpf_xdp_store_bytes
    public static int Store(PacketBuffer buffer, uint offset, ReadOnlySpan<byte> source)
    {
        if (!Has(buffer, offset, source.Length))
            return -KernelError.Invalid;
        source.CopyTo(buffer.All[(int)offset..]);
        return 0;
    }

    // bpf_xdp_pointer answers -EFAULT where offset or length do not fit 16 bits; callers see it as the bytes missing.
    private static bool Has(PacketBuffer buffer, uint offset, int length) =>
        offset <= MaxLoad && length <= MaxLoad && offset + (long)length <= buffer.Length;
}
