namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <inheritdoc cref="RegressionPrograms"/>
public static partial class RegressionTcPrograms
{
    private static readonly HashMap<uint, long> Numbers = new(maxEntries: 16);
    private static readonly RingBufferMap<long> Records = new(byteSize: 65_536);
    private static readonly ArrayMap<long> Cells = new(maxEntries: 8);
    private static long s_limit = 91;
    private static uint s_kind = 101;
    private static int s_start = 2;
    private static int s_end = 42;
    private static ulong s_sum;

    // Zero has two forms in a checksum, 0 and 0xffff; which one comes out depends on the width that the kernel computes in.
    [TcProgram]
    public static TcAction Checksums_of_zero(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        ctx.ReplaceInHeaderChecksum(30, (ushort)a, (ushort)b, 2);
        ctx.ReplaceInHeaderChecksum(32, a, b, 4);
        ctx.ReplaceInHeaderChecksum(34, 0, a, 0);
        ctx.ReplaceInTransportChecksum(36, (ushort)a, (ushort)b, 2);
        ctx.ReplaceInTransportChecksum(38, a, b, 4);
        ctx.ReplaceInTransportChecksum(40, 0, b, 0, TransportChecksumFlags.MangledZero);
        return TcAction.Ok;
    }

    // A word of a callback's frame that held a record for the ring, and a key at another time, was looked for by the verifier (6.18) on ways where nothing was there.
    /// <summary>Fields of which the kernel keeps 16 bits (seed 20261201, P29803, P31352).</summary>
    [TcProgram(OnFault = TcAction.Trap)]
    public static TcAction Fields_of_16_bits(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ctx.TcIndex = (uint)o.A;
        ctx.ClassId = (uint)(o.A >> 8);
        ctx.QueueMapping = (uint)o.B;
        Cells[0] = ctx.TcIndex;
        Cells[1] = ctx.ClassId;
        Cells[2] = ctx.QueueMapping;
        ctx.QueueMapping = 65_534;
        ctx.QueueMapping = 65_535;
        ctx.TcIndex = 0x12345;
        Cells[3] = ctx.QueueMapping;
        Cells[4] = ctx.TcIndex;
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Trap)]
    public static TcAction Records_and_keys_in_a_callback(TcContext ctx)
    {
        Bpf.Loop(15, i =>
        {
            int round = 0;
            do
            {
                if (s_kind > 100)
                {
                    ctx.Packet.Header<long>(52) = s_kind;
                    Records.TryWrite(in ctx.Packet.Header<long>((s_start & 15) + 22));
                }

                if (s_end == s_kind)
                    break;
            }
            while (++round < 6);
            Cells[(uint)(9ul % ((ulong)s_start / i | 1)) & 7] -= 5;
        });
        ctx.Packet.Header<Operands>(Operands.Offset).R0 = Cells[1];
        return TcAction.Ok;
    }

    // The checks that passes have taken away and the verifier wants all the same come last: in a callback their faults, too, are returns.
    [TcProgram(OnFault = TcAction.Trap)]
    public static TcAction Checks_added_last_in_a_callback(TcContext ctx)
    {
        long seen = s_limit;
        int rounds = Bpf.Loop(10, i =>
        {
            ctx.Packet.Header<sbyte>(0) = 3;
            s_sum += Chosen() ^ Chosen();

            uint Chosen()
            {
                bool isThere = (ctx.Packet.TryHeader(30, out Ref<byte> at) && (seen = (long)at.Value) > (int)s_limit) ? true : s_limit != 0;
                return isThere ? i : Numbers.ContainsKey((uint)s_limit & 15) ? i : 3u;
            }
        });
        ctx.Packet.Header<Operands>(Operands.Offset).R0 = seen + rounds + (long)s_sum;
        return TcAction.Ok;
    }
}
