using System.Buffers.Binary;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Helpers that change a packet's headers, with numbers from the packet and the kernel's own error numbers as answers.</summary>
public static partial class SkbHeaderPrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 12);

    [TcProgram]
    public static TcAction ChangeProtocol(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ushort first = (ushort)((o.A & 1) == 0 ? EtherType.IPv4 : EtherType.IPv6), second = (ushort)o.B;
        uint flags = (uint)(o.A & 15) == 15 ? 1u : 0;
        Answers[0] = BpfHelpers.SkbChangeProto(ctx, BinaryPrimitives.ReverseEndianness(first), flags);
        Answers[1] = (long)ctx.Protocol;
        Answers[2] = BpfHelpers.SkbChangeProto(ctx, second, 0);
        Answers[3] = ctx.ChangeProtocol(EtherType.IPv4) ? 1 : 0;
        Answers[4] = (long)ctx.Protocol;
        Answers[5] = ctx.Length;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction ChangeType(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Answers[0] = BpfHelpers.SkbChangeType(ctx, (uint)o.A);
        Answers[1] = (long)ctx.PacketType;
        Answers[2] = ctx.ChangeType((PacketType)(o.B & 7)) ? 1 : 0;
        Answers[3] = (long)ctx.PacketType;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction AdjustRoom(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int first = (int)o.A, second = (int)(o.B & 255) - 128;
        uint mode = (uint)(o.B >> 8 & 3);
        ulong flags = (ulong)(o.B >> 10 & 0x3ff) | ((ulong)(o.B & 0x1f) << 56);
        Answers[0] = BpfHelpers.SkbAdjustRoom(ctx, first, mode, 0);
        Answers[1] = ctx.Length;
        Answers[2] = BpfHelpers.SkbAdjustRoom(ctx, second, mode & 1, flags);
        Answers[3] = ctx.Length;
        Answers[4] = (long)ctx.Protocol;
        Answers[5] = ctx.AdjustRoom(44, AdjustRoomMode.Mac, AdjustRoomFlags.EncapsulateIpv4 | AdjustRoomFlags.EncapsulateUdp | AdjustRoomFlags.EncapsulateEthernet, 14) ? 1 : 0;
        Answers[6] = BpfHelpers.SkbAdjustRoom(ctx, 20, (uint)AdjustRoomMode.Mac, (ulong)AdjustRoomFlags.EncapsulateIpv4);
        Answers[7] = (long)ctx.Protocol;
        Answers[8] = ctx.Length;
        Answers[9] = ctx.ChangeTail(60) ? 1 : 0;
        // What a test run gives back has to fit its buffer.
        return ctx.Length < 4000 ? TcAction.Ok : ctx.AdjustRoom(-4000, AdjustRoomMode.Mac) ? TcAction.Pipe : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction Congestion(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        byte fields = (byte)o.A;
        ushort checksum = (ushort)o.B;
        ctx.Packet.Header<byte>(15) = fields;
        ctx.Packet.Header<ushort>(24) = checksum;
        Answers[0] = BpfHelpers.SkbEcnSetCe(ctx);
        Answers[1] = ctx.MarkCongestion() ? 1 : 0;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Levels(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        Answers[0] = ctx.ChangeChecksumLevel(ChecksumLevelChange.Query);
        Answers[1] = BpfHelpers.CsumLevel(ctx, a & 3);
        Answers[2] = BpfHelpers.CsumLevel(ctx, b & 3);
        Answers[3] = BpfHelpers.CsumLevel(ctx, a >> 2 & 3);
        Answers[4] = BpfHelpers.CsumLevel(ctx, b >> 2 & 3);
        Answers[5] = BpfHelpers.CsumLevel(ctx, a >> 4 & 3);
        Answers[6] = BpfHelpers.CsumLevel(ctx, b >> 4 & 3);
        Answers[7] = BpfHelpers.CsumLevel(ctx, b);
        Answers[8] = ctx.ChangeChecksumLevel(ChecksumLevelChange.Query);
        ctx.AdjustRoom(8, AdjustRoomMode.Network, (a & 1) == 0 ? AdjustRoomFlags.None : AdjustRoomFlags.KeepChecksumLevel);
        Answers[9] = ctx.ChangeChecksumLevel(ChecksumLevelChange.Query);
        Answers[10] = ctx.UpdateDeviceChecksum(a);
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Relative(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        Answers[0] = ctx.TryLoad(PacketStart.Network, a, out long loaded) ? 1 : 0;
        Answers[1] = loaded;
        Answers[2] = ctx.TryLoad(PacketStart.Link, b, out loaded) ? 1 : 0;
        Answers[3] = loaded;
        loaded = -1;
        Answers[4] = BpfHelpers.SkbLoadBytesRelative(ctx, a & 63, ref loaded, 3, b & 3);
        Answers[5] = loaded;
        return TcAction.Ok;
    }
}
