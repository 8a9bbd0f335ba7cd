using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>
/// Values that rounds of a callback hand to each other and to the program. Kernels before 6.7 walk a callback as if it were called exactly once: what they know of a local that other rounds change,
/// or none, is not true, and ways that they think are never taken they throw away.
/// </summary>
public static partial class RoundPrograms
{
    private static readonly HashMap<int, long> Empty = new(maxEntries: 4);

    public struct Seen
    {
        public int Even;
        public int Odd;
        public long Sum;
    }

    private static ref Operands Slots(XdpContext ctx) => ref ctx.Packet.Header<Operands>(Operands.Offset);

    // No round sets both.
    [XdpProgram]
    public static XdpAction Set_by_different_rounds(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        bool even = false, odd = false;
        Bpf.Loop(10, i =>
        {
            if ((i & 1) == 0)
                even = true;
            else
                odd = true;
        });
        operands.R0 = even && odd ? 7 : 9;
        Seen seen = default;
        operands.R1 = Bpf.Loop((uint)operands.A & 3, ref seen, static (uint i, ref Seen s) =>
        {
            if ((i & 1) == 0)
                s.Even = 1;
            else
                s.Odd = 1;
        });
        operands.R2 = seen.Even + seen.Odd == 2 ? 11 : 13;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Counted(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int rounds = 0, stage = 1;
        bool first = true;
        Bpf.Loop(10, i =>
        {
            rounds++;
            if (first)
                first = false;
            else if (stage == 1)
                stage = 2;
            else
                stage = 3;
        });
        operands.R0 = rounds > 5 ? 1 : 2;
        operands.R1 = stage == 3 ? 3 : 4;
        operands.R2 = !first && stage > 1 && rounds > 1 ? 5 : 6;
        return XdpAction.Pass;
    }

    // A map without entries calls nothing.
    [XdpProgram]
    public static XdpAction No_entries(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long left = 3;
        operands.R0 = Empty.ForEach((in int key, ref long value) => left = 5);
        operands.R1 = left == 3 ? 1 : 2;
        return XdpAction.Pass;
    }

    // What a round finds is read by another function.
    [XdpProgram]
    public static XdpAction Read_elsewhere(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        Seen seen = default;
        Bpf.Loop(6, i =>
        {
            if ((i & 1) == 0)
                seen.Even = 1;
            else
                seen.Odd = 1;
            Note(ref seen, i);
        });
        operands.R0 = Both(ref seen);
        operands.R1 = seen.Sum;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Both(ref Seen seen) => seen.Even != 0 && seen.Odd != 0 ? 21 : 23;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Note(ref Seen seen, uint round)
    {
        if (seen.Even != 0 && seen.Odd != 0)
            seen.Sum += round + 100;
        else
            seen.Sum++;
    }
}
