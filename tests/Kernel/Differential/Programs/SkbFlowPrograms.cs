using BpfSharp.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Helpers about what the kernel knows beside a packet, with numbers from the packet.</summary>
public static partial class SkbFlowPrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 12);

    [TcProgram]
    public static TcAction Hash(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        uint computed = ctx.ComputeHash();
        Answers[0] = computed != 0 && ctx.Hash == computed ? 1 : 0;
        ctx.SetHash(a);
        Answers[1] = ctx.ComputeHash();
        ctx.ForgetHash();
        Answers[2] = ctx.Hash;
        Answers[3] = ctx.ComputeHash() == computed ? 1 : 0;
        Answers[4] = BpfHelpers.SetHash(ctx, b);
        Answers[5] = ctx.StoreBytes(0, "\x02"u8, StoreFlags.InvalidateHash) ? ctx.Hash : -1;
        ctx.SetHash(b);
        Answers[6] = ctx.ChangeProtocol(BpfSharp.Protocols.EtherType.IPv6) ? ctx.Hash : -1;
        Answers[7] = BpfHelpers.SetHashInvalid(ctx);
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Timestamps(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ulong a = (ulong)o.A, b = (ulong)o.B;
        Answers[0] = (long)ctx.TimestampClock;
        Answers[1] = (long)ctx.Timestamp;
        Answers[2] = BpfHelpers.SkbSetTstamp(ctx, a, (uint)(b & 3));
        Answers[3] = (long)ctx.TimestampClock;
        Answers[4] = (long)ctx.Timestamp;
        Answers[5] = ctx.SetTimestamp(b, TimestampClock.Monotonic) ? 1 : 0;
        Answers[6] = (long)ctx.TimestampClock;
        Answers[7] = (long)ctx.Timestamp;
        Answers[8] = BpfHelpers.SkbSetTstamp(ctx, a, (uint)b);
        Answers[9] = (long)ctx.HardwareTimestamp;
        return TcAction.Ok;
    }

    /// <summary>Without asking for the clock: the kernel then hides delivery times on ingress.</summary>
    [TcProgram]
    public static TcAction Stamp(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ulong a = (ulong)o.A;
        ctx.Timestamp = a;
        Answers[0] = (long)ctx.Timestamp;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Identity(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int level = (int)o.A;
        Answers[0] = ctx.SenderClassId();
        Answers[1] = ctx.SocketClassId();
        Answers[2] = ctx.RouteRealm();
        Answers[3] = ctx.SocketUserId();
        Answers[5] = ctx.SocketCookie() == 0 ? 0 : 1;
        Answers[6] = (long)ctx.CgroupId();
        Answers[7] = (long)ctx.AncestorCgroupId(level);
        Answers[8] = (long)ctx.AncestorCgroupId(0);
        Answers[9] = (long)ctx.AncestorCgroupId(1);
        Answers[10] = (long)BpfHelpers.SkbCgroupClassId(ctx);
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Tunnel(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        TunnelKey key = default;
        Answers[0] = BpfHelpers.SkbGetTunnelKey(ctx, ref key, 44, a & 17);
        key.Id = a;
        key.TypeOfService = (byte)a;
        key.TimeToLive = (byte)b;
        key.RemoteIpv6 = BpfSharp.Protocols.Ipv6Address.FromWords(a, b, a + b, a ^ b);
        key.LocalIpv4 = BpfSharp.Protocols.Ipv4Address.FromHostOrder(b);
        key.FlowLabel = b & 7;
        Answers[1] = BpfHelpers.SkbSetTunnelKey(ctx, in key, 44, b >> 8 & 63);
        Answers[2] = BpfHelpers.SkbGetTunnelKey(ctx, ref key, 44, a >> 8 & 63);
        long sum = key.Id + ((long)key.TypeOfService << 8) + ((long)key.TimeToLive << 16) + ((long)(ushort)key.Flags << 24) + ((long)key.FlowLabel << 44);
        Answers[3] = sum;
        Answers[4] = ((long)key.RemoteIpv6.Word0 << 32) | key.LocalIpv6.Word0;
        Answers[5] = ((long)key.RemoteIpv6.Word3 << 32) | key.LocalIpv6.Word3;
        ulong options = ((ulong)a << 32) | b;
        Answers[6] = BpfHelpers.SkbSetTunnelOpt(ctx, System.Runtime.InteropServices.MemoryMarshal.AsBytes(new System.ReadOnlySpan<ulong>(in options)));
        System.Span<byte> copy = stackalloc byte[12];
        copy[8] = 7;
        Answers[7] = ctx.GetTunnelOptions(copy);
        Answers[8] = copy[0] + (copy[7] << 8) + (copy[8] << 16);
        Answers[9] = ctx.GetTunnelOptions(copy[..4]);
        Answers[10] = ctx.SetTunnelOptions(copy[..3]) ? 1 : 0;
        Answers[11] = ctx.TryGetTunnelKey(out key, TunnelReadFlags.Flags) ? (ushort)key.Flags : -1;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction ToPeer(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        Answers[0] = BpfHelpers.RedirectPeer(a, b & 3);
        return ctx.RedirectToPeer(b);
    }

    [TcProgram]
    public static TcAction ToNeighbor(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        var hop = new RedirectNextHop(BpfSharp.Protocols.Ipv4Address.FromHostOrder(a));
        Answers[0] = BpfHelpers.RedirectNeigh(a, in hop, 20, b & 1);
        Answers[1] = BpfHelpers.RedirectNeigh(a, in hop, 19, 0);
        Answers[2] = (long)ctx.RedirectToNeighbor(a);
        Answers[3] = hop.IsIpv6 ? 1 : 0;
        Answers[4] = BpfHelpers.Redirect(a, b & 3);
        return ctx.RedirectToNeighbor(a, new RedirectNextHop(BpfSharp.Protocols.Ipv6Address.Loopback));
    }

    /// <summary>Time goes on, so only what must hold of it.</summary>
    [TcProgram]
    public static TcAction Host(TcContext ctx)
    {
        ulong coarse = Bpf.KtimeCoarseNs(), now = Bpf.KtimeNs(), boot = Bpf.KtimeBootNs(), tai = Bpf.KtimeTaiNs();
        Answers[0] = coarse <= now && now - coarse < 1_000_000_000 ? 1 : 0;
        Answers[1] = boot >= now ? 1 : 0;
        Answers[2] = tai > 1_600_000_000_000_000_000 ? 1 : 0;
        Answers[3] = Bpf.Jiffies() > 1_000_000_000 ? 1 : 0;
        Answers[4] = Bpf.NumaNode();
        Answers[5] = Bpf.CpuId() < 64 ? 1 : 0;
        return TcAction.Ok;
    }
}
