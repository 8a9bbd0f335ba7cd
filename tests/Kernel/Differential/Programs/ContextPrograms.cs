using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Methods that XDP and tc programs have in common, and that ask which of them calls.</summary>
public static partial class ContextPrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 16);

    [XdpProgram]
    public static XdpAction Xdp(XdpContext ctx)
    {
        Work(ctx);
        return XdpAction.Pass;
    }

    [TcProgram]
    public static TcAction Tc(TcContext ctx)
    {
        Work(ctx);
        Answers[12] = ctx.StoreBytes(30, "\x05"u8, StoreFlags.InvalidateHash) ? ctx.Mark : -1;
        Answers[13] = ctx.TryStore(31, (byte)7, StoreFlags.RecomputeChecksum) ? 1 : 0;
        return TcAction.Ok;
    }

    private static void Work(PacketContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint first = (uint)o.A, second = (uint)o.B;
        Answers[0] = ctx.TotalLength();
        Answers[1] = ctx.TryLoad(first, out uint loaded) ? 1 : 0;
        Answers[2] = loaded;
        Answers[3] = ctx.TryStore(second, in loaded) ? 1 : 0;
        Span<byte> bytes = stackalloc byte[6];
        Answers[4] = ctx.LoadBytes(second, bytes) ? bytes[0] | (bytes[5] << 8) : -1;
        Answers[5] = Write(ctx, first) ? 1 : 0;
        Answers[6] = ctx is TcContext ? 1 : 0;
        Answers[7] = ctx switch { XdpContext xdp => xdp.Length + 1_000, TcContext skb when skb.Length > 300 => 2_000, TcContext => 3_000, _ => 4_000 };
        Answers[8] = Kind(ctx);
        if (ctx is not TcContext tc)
            return;
        tc.Mark = second;
        Answers[9] = tc.Mark + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Write(PacketContext ctx, uint offset)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        bool written = ctx.StoreBytes(offset, "abc"u8);
        // In tc the reference is stale now.
        if (ctx is XdpContext)
            written &= o.B != 7;
        return written;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Kind(PacketContext ctx) => ctx is XdpContext xdp && xdp.IngressIfIndex != 0 ? 1 : ctx is TcContext ? 2 : 3;
}
