using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Lambdas, local functions and methods that the kernel calls back.</summary>
public static partial class CallbackPrograms
{
    public struct State
    {
        public long Sum;
        public int Last;
    }

    private static readonly HashMap<int, long> Table = new(maxEntries: 8);

    private static readonly ArrayMap<State> Cells = new(maxEntries: 5);

    private static readonly PerCpuArrayMap<long> Shares = new(maxEntries: 3);

    private static long s_calls;

    private static ref Operands Slots(XdpContext ctx) => ref ctx.Packet.Header<Operands>(Operands.Offset);

    [XdpProgram]
    public static XdpAction States(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        State state = new() { Sum = operands.A, Last = -1 };
        operands.R0 = Bpf.Loop((ushort)operands.B, ref state, static (uint round, ref State s) =>
        {
            s.Sum = s.Sum * 3 + round;
            s.Last = (int)round;
        });
        operands.R1 = state.Sum;
        operands.R2 = state.Last;
        operands.R3 = Bpf.Loop(1000, ref state, static (uint round, ref State s) => (s.Sum += round) % 7 != 0);
        operands.R4 = state.Sum;
        operands.R5 = Bpf.Loop(9_000_000, ref operands.R6, static (uint round, ref long value) => value++);
        operands.R7 = Bpf.Loop(10, ref operands.R6, static (uint round, ref long value) => value += round);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Captures(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long sum = operands.A;
        int limit = (int)operands.B & 0xff;
        int hits = 0;
        Bpf.Loop(300, round =>
        {
            sum ^= sum << 7;
            if (round > limit)
                return false;
            hits++;
            return true;
        });
        operands.R0 = sum;
        operands.R1 = hits;
        Bpf.Loop(5, AddOne);
        Bpf.Loop(4, Count);
        operands.R2 = hits;
        operands.R3 = s_calls;
        return XdpAction.Pass;

        void AddOne(uint round)
        {
            hits += (int)round;
            Twice();
        }

        void Twice() => hits *= 2;
    }

    private static void Count(uint round) => s_calls += round;

    [XdpProgram]
    public static XdpAction PacketBytes(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int ones = 0;
        Bpf.Loop((uint)ctx.Packet.Bytes.Length, at =>
        {
            if ((ctx.Packet.Bytes[(int)at] & 1) != 0)
                ones++;
        });
        operands.R0 = ones;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Faults(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int divisor = (int)operands.A & 31;
        operands.R0 = 1;
        long sum = 0;
        Bpf.Loop(25, round =>
        {
            sum += 100 / (divisor - (int)round);
            s_calls++;
        });
        operands.R0 = 2;
        operands.R1 = sum;
        operands.R2 = s_calls;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Nested(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long product = 1;
        int inner = (int)operands.A & 15;
        Bpf.Loop(6, outer =>
        {
            long own = outer;
            Bpf.Loop((uint)inner, round =>
            {
                own += round * product;
                product = product * 5 + 1;
            });
            product ^= own;
        });
        operands.R0 = product;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Entries(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        Table.TryAdd((int)operands.A & 7, operands.B);
        long sum = 0;
        operands.R0 = Table.ForEach((in int key, ref long value) =>
        {
            sum += value ^ key;
            value += 2;
        });
        operands.R1 = sum;
        int seen = 0;
        operands.R2 = Cells.ForEach(ref seen, static (in uint index, ref State cell, ref int count) =>
        {
            cell.Sum += index;
            cell.Last++;
            return ++count < 4;
        });
        operands.R3 = seen;
        operands.R4 = Cells[3].Sum + Cells[4].Sum * 1000;
        operands.R5 = Shares.ForEach(static (in uint index, ref long share) => share += index + 1);
        return XdpAction.Pass;
    }

    private static readonly LoadConstant<uint> NoRounds = 0;

    // What is zero the verifier alone knows: it reads constants that are set before load, and walks one way only.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Zero_to_the_verifier(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long sum = operands.A;
        operands.R0 = Bpf.Loop(NoRounds, ref sum, static (uint round, ref long s) => s += 1000 / (round + 1));
        long divisor = operands.B;
        long captured = operands.A;
        operands.R1 = Bpf.Loop(NoRounds, round => captured += 1000 / (round + divisor));
        operands.R2 = captured;
        operands.R3 = sum;
        operands.R4 = Bpf.Loop(NoRounds + ((uint)operands.A & 3), ref sum, static (uint round, ref long s) => s += 1000 / (s & 7));
        operands.R5 = sum;
        return XdpAction.Pass;
    }

    // The verifier takes a function that is called no times for dead code.
    [XdpProgram]
    public static XdpAction No_rounds(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long sum = operands.A;
        operands.R0 = Bpf.Loop(0, ref sum, static (uint round, ref long s) => s += 1000 / (round + 1));
        uint none = (uint)operands.B & 0xf0;
        operands.R1 = Bpf.Loop(none & 0xf, round => sum += round) + sum;
        if (none == 0)
            operands.R2 = Bpf.Loop(none, round => sum ^= round) + sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Generic(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int small = (int)operands.A;
        long large = operands.B;
        operands.R0 = Fill(ref small, 3);
        operands.R1 = Fill(ref large, 9);
        operands.R2 = small + large;
        return XdpAction.Pass;
    }

    private static int Fill<T>(ref T value, uint times)
        where T : unmanaged =>
        Bpf.Loop(times, ref value, static (uint round, ref T to) => to = default);
}
