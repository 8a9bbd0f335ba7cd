using System;
using System.Buffers.Binary;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The tc helpers that make or take room for headers, as in <c>net/core/filter.c</c>.</summary>
internal static class SkbHeaders
{
    private const int Ipv4Length = 20;
    private const int Ipv6Length = 40;
    private const int MaxDelta = 0xfff;
    private const int InnerLinkLengthShift = 56; // BPF_ADJ_ROOM_ENCAP_L2_SHIFT
    private const ulong KnownFlags = 0x1ff | (0xfful << InnerLinkLengthShift);
    private const AdjustRoomFlags Encapsulation = AdjustRoomFlags.EncapsulateIpv4 | AdjustRoomFlags.EncapsulateIpv6;
    private const AdjustRoomFlags Tunnels = AdjustRoomFlags.EncapsulateGre | AdjustRoomFlags.EncapsulateUdp;
    private const AdjustRoomFlags Decapsulation = AdjustRoomFlags.DecapsulateIpv4 | AdjustRoomFlags.DecapsulateIpv6;
    private const AdjustRoomFlags ShrinkFlags = AdjustRoomFlags.FixedSegmentSize | AdjustRoomFlags.KeepChecksumLevel | Decapsulation;

    // bpf_skb_change_type
    public static int ChangeType(TcContext context, uint type)
    {
        if (context.RawPacketType > (uint)PacketType.OtherHost || type > (uint)PacketType.OtherHost)
            return -KernelError.Invalid;
        context.RawPacketType = type;
        return 0;
    }

    // bpf_skb_change_proto
    public static int ChangeProtocol(TcContext context, ushort rawProtocol, ulong flags)
    {
        if (flags != 0)
            return -KernelError.Invalid;
        PacketBuffer buffer = context.Buffer;
        switch (context.Protocol, (EtherType)BinaryPrimitives.ReverseEndianness(rawProtocol))
        {
            case (EtherType.IPv4, EtherType.IPv6):
                buffer.Insert(buffer.NetworkOffset, Ipv6Length - Ipv4Length);
                break;
            case (EtherType.IPv6, EtherType.IPv4):
                if (!buffer.TryRemove(buffer.NetworkOffset, Ipv6Length - Ipv4Length))
                    return -KernelError.NoMemory;
                break;
            default:
                return -KernelError.NotSupported;
        }

        context.RawProtocol = rawProtocol;
        SkbHash.Forget(context);
        return 0;
    }

    // bpf_skb_adjust_room
    public static int AdjustRoom(TcContext context, int delta, uint mode, ulong rawFlags)
    {
        if ((rawFlags & ~KnownFlags) != 0)
            return -KernelError.Invalid;
        uint size = delta < 0 ? 0u - (uint)delta : (uint)delta;
        if (size > MaxDelta)
            return -KernelError.Fault;
        int least = context.Protocol switch { EtherType.IPv4 => Ipv4Length, EtherType.IPv6 => Ipv6Length, _ => 0 };
        if (least == 0 || mode > (uint)AdjustRoomMode.Mac)
            return -KernelError.NotSupported;
        int offset = context.Buffer.NetworkOffset + (mode == (uint)AdjustRoomMode.Network ? least : 0);

        var flags = (AdjustRoomFlags)rawFlags;
        if ((flags & Decapsulation) != 0)
        {
            if (delta >= 0 || (flags & Decapsulation) == Decapsulation)
                return -KernelError.Invalid;
            least = flags.HasFlag(AdjustRoomFlags.DecapsulateIpv4) ? Ipv4Length : Ipv6Length;
        }

        int behindLink = context.Buffer.Length - context.Buffer.NetworkOffset;
        if (delta < 0 ? size >= behindLink || behindLink - size < least : context.Buffer.Length + size > SkbBuffers.MaxLength && context.GsoSize == 0)
            return -KernelError.NotSupported;
        int result = delta < 0 ? Shrink(context, offset, (int)size, rawFlags) : Grow(context, offset, (int)size, flags, (int)(rawFlags >> InnerLinkLengthShift));
        if (result == 0 && !flags.HasFlag(AdjustRoomFlags.KeepChecksumLevel))
            context.State.ChecksumLevel = null;
        return result;
    }

    // bpf_skb_net_grow
    private static int Grow(TcContext context, int offset, int size, AdjustRoomFlags flags, int innerLinkLength)
    {
        bool encapsulates = (flags & Encapsulation) != 0;
        if (encapsulates)
        {
            if ((flags & Encapsulation) == Encapsulation || (flags & Tunnels) == Tunnels)
                return -KernelError.Invalid;
            if (flags.HasFlag(AdjustRoomFlags.EncapsulateEthernet) && innerLinkLength < PacketBuffer.EthernetHeaderLength)
                return -KernelError.Invalid;
            if (context.State.IsEncapsulated)
                return -KernelError.Already;
            if (innerLinkLength > size)
                return -KernelError.Invalid;
        }

        context.Buffer.Insert(offset, size);
        if (encapsulates)
        {
            context.State.IsEncapsulated = true;
            context.RawProtocol = Raw(flags.HasFlag(AdjustRoomFlags.EncapsulateIpv6) ? EtherType.IPv6 : EtherType.IPv4);
        }

        ChangeSegments(context, -size, flags);
        return 0;
    }

    // bpf_skb_net_shrink
    private static int Shrink(TcContext context, int offset, int size, ulong rawFlags)
    {
        if ((rawFlags & ~(ulong)ShrinkFlags) != 0)
            return -KernelError.Invalid;
        var flags = (AdjustRoomFlags)rawFlags;
        if (!context.Buffer.TryRemove(offset, size))
            return -KernelError.NoMemory;
        if ((flags & Decapsulation) != 0)
            context.RawProtocol = Raw(flags.HasFlag(AdjustRoomFlags.DecapsulateIpv6) ? EtherType.IPv6 : EtherType.IPv4);
        ChangeSegments(context, size, flags);
        return 0;
    }

    // The headers of every segment grow or shrink, and their number is counted anew when they are made.
    private static void ChangeSegments(TcContext context, int delta, AdjustRoomFlags flags)
    {
        if (context.GsoSize == 0)
            return;
        context.GsoSegments = 0;
        if (!flags.HasFlag(AdjustRoomFlags.FixedSegmentSize))
            context.GsoSize = (uint)(context.GsoSize + delta);
    }

    private static ushort Raw(EtherType type) => BinaryPrimitives.ReverseEndianness((ushort)type);
}
