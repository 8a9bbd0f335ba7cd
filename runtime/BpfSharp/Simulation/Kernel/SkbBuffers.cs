using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The socket buffer helpers of tc programs, as in <c>net/core/filter.c</c>.</summary>
internal static class SkbBuffers
{
    public const int Headroom = 64; // NET_SKB_PAD; nothing depends on it, the kernel makes room as needed

    private const uint MaxOffset = int.MaxValue;
    private const uint MaxRelativeOffset = 0xffff;
    private const uint MaxChecksumOffset = 0xffff;
    public const int MaxLength = 16384 - XdpBuffers.Tailroom; // BPF_SKB_MAX_LEN: SKB_MAX_ALLOC with pages of 4 KB
    private const ulong StoreFlagMask = 3; // BPF_F_RECOMPUTE_CSUM | BPF_F_INVALIDATE_HASH
    private const ulong FieldMask = 0xf; // BPF_F_HDR_FIELD_MASK
    private const ulong MarkMangledZero = 0x20; // BPF_F_MARK_MANGLED_0
    private const ulong MarkEnforce = 0x40; // BPF_F_MARK_ENFORCE
    private const ulong TransportFlagMask = 0x10 | MarkMangledZero | MarkEnforce | FieldMask;

    // bpf_skb_pull_data
    public static int Pull(PacketBuffer buffer, uint length) =>
        buffer.TryPull(length == 0 ? (uint)buffer.LinearLength : length) ? 0 : -KernelError.NoMemory;

    // bpf_skb_load_bytes
    public static int Load(PacketBuffer buffer, uint offset, Span<byte> destination)
    {
        if (offset > MaxOffset || offset + (long)destination.Length > buffer.Length)
        {
            destination.Clear();
            return -KernelError.Fault;
        }

        buffer.All.Slice((int)offset, destination.Length).CopyTo(destination);
        return 0;
    }

    // bpf_skb_load_bytes_relative
    public static int LoadRelative(PacketBuffer buffer, uint offset, Span<byte> destination, uint start)
    {
        long from = offset + (start == 0 ? 0L : buffer.NetworkOffset);
        if (start > 1 || offset > MaxRelativeOffset || from + destination.Length > buffer.LinearLength)
        {
            destination.Clear();
            return -KernelError.Fault;
        }

        buffer.All.Slice((int)from, destination.Length).CopyTo(destination);
        return 0;
    }

    // bpf_skb_store_bytes
    public static int Store(TcContext context, uint offset, ReadOnlySpan<byte> source, ulong flags)
    {
        if ((flags & ~StoreFlagMask) != 0)
            return -KernelError.Invalid;
        if (offset > MaxOffset || !context.Buffer.TryPull(offset + (uint)source.Length))
            return -KernelError.Fault;
        source.CopyTo(context.Buffer.All[(int)offset..]);
        if ((flags & (ulong)StoreFlags.InvalidateHash) != 0)
            SkbHash.Forget(context);
        return 0;
    }

    // bpf_l3_csum_replace
    public static int ReplaceHeaderChecksum(PacketBuffer buffer, uint offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~FieldMask) != 0)
            return -KernelError.Invalid;
        return Replace(buffer, offset, from, to, flags, KernelChecksum.ReplaceShort);
    }

    // bpf_l4_csum_replace, of packets whose checksum neither a driver has computed nor a device is to complete
    public static int ReplaceTransportChecksum(PacketBuffer buffer, uint offset, ulong from, ulong to, ulong flags)
    {
        if ((flags & ~TransportFlagMask) != 0)
            return -KernelError.Invalid;
        if (offset > MaxChecksumOffset || (offset & 1) != 0 || !buffer.TryPull(offset + sizeof(ushort)))
            return -KernelError.Fault;
        Span<byte> checksum = buffer.All.Slice((int)offset, sizeof(ushort));
        bool absent = !checksum.ContainsAnyExcept((byte)0);
        if (absent && (flags & MarkMangledZero) != 0 && (flags & MarkEnforce) == 0)
            return 0;
        // inet_proto_csum_replace2 extends the field to 32 bits.
        int result = Replace(buffer, offset, from, to, flags, static (old, before, after) => KernelChecksum.Replace(old, before, after));
        if (result == 0 && (flags & MarkMangledZero) != 0 && !checksum.ContainsAnyExcept((byte)0))
            checksum.Fill(0xff); // CSUM_MANGLED_0
        return result;
    }

    // bpf_skb_change_tail
    public static int ChangeTail(TcContext context, uint length, ulong flags)
    {
        PacketBuffer buffer = context.Buffer;
        // __bpf_skb_min_len: up to the network header
        if (flags != 0 || length > MaxLength || length < buffer.NetworkOffset)
            return -KernelError.Invalid;
        if (context.State.IsEncapsulated)
            return -KernelError.NotSupported;
        byte[] packet = new byte[length];
        buffer.All[..Math.Min(buffer.Length, packet.Length)].CopyTo(packet);
        // The packet is made linear first, to whichever length it is changed.
        buffer.Replace(packet, packet.Length);
        return 0;
    }

    // bpf_skb_change_head
    public static int ChangeHead(PacketBuffer buffer, uint bytes, ulong flags)
    {
        if (flags != 0 || bytes > MaxLength || bytes + buffer.Length > MaxLength)
            return -KernelError.Invalid;
        byte[] packet = new byte[bytes + buffer.Length];
        buffer.All.CopyTo(packet.AsSpan((int)bytes));
        buffer.Replace(packet, buffer.LinearLength + (int)bytes, added: (int)bytes);
        return 0;
    }

    private static int Replace(PacketBuffer buffer, uint offset, ulong from, ulong to, ulong flags, Func<ushort, ushort, ushort, ushort> replaceShort)
    {
        if (offset > MaxChecksumOffset || (offset & 1) != 0 || !buffer.TryPull(offset + sizeof(ushort)))
            return -KernelError.Fault;
        ref ushort checksum = ref MemoryMarshal.AsRef<ushort>(buffer.All.Slice((int)offset, sizeof(ushort)));
        switch (flags & FieldMask)
        {
            case 0 when from == 0:
                checksum = KernelChecksum.Replace(checksum, 0, (uint)to);
                return 0;
            case 2:
                checksum = replaceShort(checksum, (ushort)from, (ushort)to);
                return 0;
            case 4:
                checksum = KernelChecksum.Replace(checksum, (uint)from, (uint)to);
                return 0;
            default:
                return -KernelError.Invalid;
        }
    }
}
