using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Loops whose rounds the verifier can't count, or not walk.</summary>
public static partial class LoopPrograms
{
    private static readonly HashMap<int, long> Seen = new(maxEntries: 64);

    private static long s_rounds;

    private static ref Operands Slots(XdpContext ctx) => ref ctx.Packet.Header<Operands>(Operands.Offset);

    [XdpProgram]
    public static XdpAction Collatz(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        uint number = (uint)(operands.A & 0xffff) + 1;
        int steps = 0;
        while (number != 1)
        {
            number = (number & 1) == 0 ? number / 2 : number * 3 + 1;
            steps++;
        }

        operands.R0 = steps;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction ManyRounds(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int count = (ushort)operands.B;
        long sum = 0;
        for (int i = 0; i < count; i++)
            sum = sum * 31 + i;
        operands.R0 = sum;
        for (ushort i = (ushort)operands.A; i != 0; i--)
            sum ^= i;
        operands.R1 = sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction PacketBytes(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        uint sum = 0;
        foreach (byte b in ctx.Packet.Bytes)
            sum = sum * 131 + b;
        Span<byte> bytes = ctx.Packet.Bytes;
        int last = -1;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            if (bytes[i] == 7)
            {
                last = i;
                break;
            }
        }

        operands.R0 = sum;
        operands.R1 = last;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Options(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int at = Operands.Offset + 80;
        int count = 0;
        long kinds = 0;
        while (ctx.Packet.TryHeader(at, out Ref<byte> kind))
        {
            if (kind.Value == 0)
                break;
            if (kind.Value == 1)
            {
                at++;
                continue;
            }

            if (!ctx.Packet.TryHeader(at + 1, out Ref<byte> length) || (length.Value & 15) < 2)
            {
                operands.R0 = -1;
                return XdpAction.Drop;
            }

            kinds = kinds * 257 + kind.Value;
            at += length.Value & 15;
            count++;
        }

        operands.R0 = count;
        operands.R1 = kinds;
        operands.R2 = at;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Nested(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int outer = (byte)operands.A;
        long total = 0;
        int rounds = 0;
        while (outer > 0)
        {
            uint x = (uint)outer;
            uint y = (byte)operands.B;
            while (y != 0)
                (x, y) = (y, x % y);
            for (int i = 0; i < 3; i++)
                total += x * i;
            outer -= (int)(x & 7) + 1;
            rounds++;
        }

        operands.R0 = total;
        operands.R1 = rounds;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Faults(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int at = (int)operands.A & 0x3ff;
        int by = (operands.B & 1) == 0 ? 1 : -1;
        long sum = 0;
        operands.R0 = 1;
        do
        {
            sum += 1000 / (at - 17);
            operands.R1 = sum;
            at += by;
        }
        while (at > 0 && at < 2000);
        operands.R0 = 2;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction MapsAndCalls(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        int key = (int)operands.A & 63;
        while (Seen.TryGetRef(key, out Ref<long> entry))
        {
            entry.Value++;
            s_rounds++;
            key = Next(key, (int)operands.B);
            if (key < 0)
                break;
        }

        if (key >= 0)
            operands.R0 = Seen.TryAdd(key, 1) ? 1 : 2;
        operands.R1 = key;
        operands.R2 = s_rounds;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Next(int key, int by)
    {
        int next = key + (by & 7) + 1;
        return next < 64 ? next : -1;
    }

    [XdpProgram]
    public static XdpAction Locals(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        Span<int> table = stackalloc int[8];
        long value = operands.A & 0xfffff;
        int digits = 0;
        while (value != 0)
        {
            table[digits & 7] += (int)(value % 10);
            value /= 10;
            digits++;
        }

        long sum = 0;
        foreach (int entry in table)
            sum = sum * 11 + entry;
        operands.R0 = sum;
        operands.R1 = digits;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Jumps(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        ulong state = (ulong)operands.A | 1;
        int steps = 0;
    again:
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        steps++;
        if ((state & 0xff) != 3 && steps < 100_000)
            goto again;
        operands.R0 = (long)state;
        operands.R1 = steps;
        return XdpAction.Pass;
    }
}
