using System;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_skb_load_bytes_relative</c>: copies bytes out of the packet's linear part, counted from one of its headers.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from that header's start.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="start"><c>BPF_HDR_START_MAC</c> (0), <c>BPF_HDR_START_NET</c> (1).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(68, Name = "bpf_skb_load_bytes_relative", Since = "4.18", Programs = "tc")]
    public static int SkbLoadBytesRelative(TcContext context, [BpfArgument(Bits = 32)] uint offset, Span<byte> destination, [BpfArgument(Bits = 32)] uint start) =>
        SkbBuffers.LoadRelative(context.Buffer, offset, destination, start);

    /// <inheritdoc cref="SkbLoadBytesRelative(TcContext,uint,Span{byte},uint)"/>
    /// <typeparam name="T">What to load.</typeparam>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from that header's start.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="start"><c>BPF_HDR_START_MAC</c> (0), <c>BPF_HDR_START_NET</c> (1).</param>
    [BpfHelper(68, Name = "bpf_skb_load_bytes_relative", Since = "4.18", Programs = "tc")]
    public static int SkbLoadBytesRelative<T>(TcContext context, [BpfArgument(Bits = 32)] uint offset, ref T destination, [BpfArgument(BpfArgumentKind.Size)] int size, [BpfArgument(Bits = 32)] uint start)
        where T : unmanaged =>
        SkbBuffers.LoadRelative(context.Buffer, offset, WritableBytes(ref destination)[..size], start);

    /// <summary><c>bpf_skb_change_proto</c>: exchanges the room for an IPv4 header with that for an IPv6 header, or the other way.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="protocol">The new protocol in network byte order.</param>
    /// <param name="flags">0.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(31, Name = "bpf_skb_change_proto", Since = "4.8", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbChangeProto(TcContext context, [BpfArgument(Bits = 16)] ushort protocol, ulong flags) => SkbHeaders.ChangeProtocol(context, protocol, flags);

    /// <summary><c>bpf_skb_change_type</c>: says whom the packet is for.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="type"><c>PACKET_HOST</c> (0) to <c>PACKET_OTHERHOST</c> (3).</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(32, Name = "bpf_skb_change_type", Since = "4.8", Programs = "tc")]
    public static int SkbChangeType(TcContext context, [BpfArgument(Bits = 32)] uint type) => SkbHeaders.ChangeType(context, type);

    /// <summary><c>bpf_skb_adjust_room</c>: makes or takes room behind the link or network header.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="delta">Bytes; negative: taken away.</param>
    /// <param name="mode"><c>BPF_ADJ_ROOM_NET</c> (0), <c>BPF_ADJ_ROOM_MAC</c> (1).</param>
    /// <param name="flags"><c>BPF_F_ADJ_ROOM_*</c>.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(50, Name = "bpf_skb_adjust_room", Since = "4.13", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket)]
    public static int SkbAdjustRoom(TcContext context, [BpfArgument(Bits = 32)] int delta, [BpfArgument(Bits = 32)] uint mode, ulong flags) => SkbHeaders.AdjustRoom(context, delta, mode, flags);

    /// <summary><c>bpf_csum_level</c>: how many checksums a device has found right.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="change"><c>BPF_CSUM_LEVEL_QUERY</c> (0), <c>INC</c> (1), <c>DEC</c> (2), <c>RESET</c> (3).</param>
    /// <returns>0 or the level, or a negative error number.</returns>
    [BpfHelper(135, Name = "bpf_csum_level", Since = "5.8", Programs = "tc")]
    public static int CsumLevel(TcContext context, ulong change) => SkbChecksumLevel.Change(context.State, change);

    /// <summary><c>bpf_get_hash_recalc</c>: the flow hash, computed where it is not known.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The hash.</returns>
    [BpfHelper(34, Name = "bpf_get_hash_recalc", Since = "4.8", Programs = "tc", Simulation = "`Environment.FlowHash`, or a hash without a secret")]
    public static uint GetHashRecalc(TcContext context) => SkbHash.Get(context);

    /// <summary><c>bpf_set_hash_invalid</c>: forgets the flow hash.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>0.</returns>
    [BpfHelper(41, Name = "bpf_set_hash_invalid", Since = "4.9", Programs = "tc")]
    public static int SetHashInvalid(TcContext context) => SkbHash.Forget(context);

    /// <summary><c>bpf_set_hash</c>: sets the flow hash.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>0.</returns>
    [BpfHelper(48, Name = "bpf_set_hash", Since = "4.13", Programs = "tc")]
    public static int SetHash(TcContext context, [BpfArgument(Bits = 32)] uint hash) => SkbHash.Set(context, hash);

    /// <summary><c>bpf_skb_ecn_set_ce</c>: marks the packet as having met congestion.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>1 if the mark stands, 0 if it was not set.</returns>
    [BpfHelper(97, Name = "bpf_skb_ecn_set_ce", Since = "5.1", Programs = "tc")]
    public static int SkbEcnSetCe(TcContext context) => SkbCongestion.Mark(context);

    /// <summary><c>bpf_skb_set_tstamp</c>: sets the time stamp and says of which clock it is.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="timestamp">Nanoseconds.</param>
    /// <param name="clock"><c>BPF_SKB_CLOCK_*</c>.</param>
    /// <returns>0, or a negative error number.</returns>
    [BpfHelper(192, Name = "bpf_skb_set_tstamp", Since = "5.18", Programs = "tc", Simulation = "in the result: `Timestamp`")]
    public static int SkbSetTstamp(TcContext context, [BpfArgument(Bits = 64)] ulong timestamp, [BpfArgument(Bits = 32)] uint clock) => SkbTimestamp.Set(context, timestamp, clock);
}
