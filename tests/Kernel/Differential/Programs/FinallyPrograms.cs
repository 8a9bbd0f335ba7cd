using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>What runs when a region is left: by its end, by a jump, by a return, by each kind of fault.</summary>
public static partial class FinallyPrograms
{
    /// <summary>What the finally code leaves behind, kept over packets.</summary>
    private static readonly ArrayMap<long> Trace = new(maxEntries: 8);
    private static readonly HashMap<uint, long> Sparse = new(maxEntries: 8);
    private static readonly ArrayMap<long> Counts = new(maxEntries: 4);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction IndexOutOfRange(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> cells = stackalloc long[4];
        try
        {
            o.R0 = 1;
            cells[(int)o.A & 7] = o.B;
            o.R0 = cells[(int)o.B & 7] + 2;
        }
        finally
        {
            o.R1 = o.R0 + 10;
        }

        o.R2 = 3;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction HeaderBeyondPacket(XdpContext ctx)
    {
        int read = 0;
        try
        {
            ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
            read = 1;
            o.R0 = ctx.Packet.Header<long>(100 + ((int)o.A & 31));
            read = 2;
        }
        finally
        {
            Trace[0] += read + 1;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Division(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long step = 1;
        try
        {
            o.R0 = o.A / o.B;
            step = 2;
            o.R1 = (int)o.A % (int)o.B;
            step = 3;
        }
        finally
        {
            o.R2 = step;
        }

        return (XdpAction)(o.R0 & 1) + 1;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedOverflow(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int sum = 0;
        try
        {
            checked
            {
                sum = (int)o.A;
                sum += (int)o.B;
                sum *= 3;
            }
        }
        finally
        {
            o.R0 = sum;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Thrown(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        try
        {
            o.R0 = 1;
            if (o.A > 100)
                throw new InvalidOperationException();
            o.R0 = 2;
            if (o.B < 0)
                throw new OverflowException();
            o.R0 = 3;
        }
        finally
        {
            o.R1 = o.R0 * 2;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction MissingEntry(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 7;
        try
        {
            o.R0 = Sparse[key];
        }
        finally
        {
            // The next packet finds what this one did not.
            if (!Sparse.TryAdd(in key, in o.B))
                Sparse.Remove(in key);
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Nested(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long order = 0;
        try
        {
            try
            {
                order = order * 10 + 1;
                o.R0 = 100 / (o.A & 3);
                order = order * 10 + 2;
            }
            finally
            {
                order = order * 10 + 3;
                o.R1 = 100 / (o.B & 3);
                order = order * 10 + 4;
            }

            order = order * 10 + 5;
        }
        finally
        {
            o.R2 = order * 10 + 6;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FinallyInFinally(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long order = 0;
        try
        {
            o.R0 = 100 / (o.A & 3);
            order = 1;
        }
        finally
        {
            try
            {
                order = order * 10 + 2;
                o.R1 = 100 / (o.B & 3);
                for (int i = 0; i < 3; i++)
                {
                    if (i == (o.A & 7))
                        break;
                    order++;
                }
            }
            finally
            {
                order = order * 10 + 7;
            }

            o.R2 = order;
        }

        o.R3 = order;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Returns(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Choose(ref o, o.A);
        Pair pair = Two(ref o, o.B);
        o.R2 = pair.First;
        o.R3 = pair.Second;
        ref long cell = ref Either(ref o);
        cell++;
        return XdpAction.Pass;
    }

    private static long Choose(ref Operands o, long value)
    {
        try
        {
            if (value < 0)
                return value;
            if (value == 0)
                return 100 / value;
            value += 5;
        }
        finally
        {
            value *= 2;
            o.R4 = value;
        }

        return value;
    }

    public struct Pair
    {
        public long First;
        public long Second;
    }

    private static Pair Two(ref Operands o, long value)
    {
        var pair = new Pair { First = 1 };
        try
        {
            pair.Second = value;
            if (value > 10)
                return pair;
            pair.First = 2;
        }
        finally
        {
            pair.Second = -1;
            o.R5 = pair.First;
        }

        return pair;
    }

    private static ref long Either(ref Operands o)
    {
        try
        {
            if (o.A > o.B)
                return ref o.R6;
            return ref o.R7;
        }
        finally
        {
            o.R6 += 3;
        }
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Loops(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long sum = 0;
        int last = 0;
        for (int i = 0; i < 10; i++)
        {
            try
            {
                last = i;
                if (i == (o.A & 15))
                    break;
                if ((i & 1) == (o.B & 1))
                    continue;
                if (i == (o.B & 31))
                    goto Found;
                sum += 100 / (9 - i);
            }
            finally
            {
                sum += 1000;
                o.R3 = last;
            }

            sum += 1_000_000;
        }

        o.R0 = sum;
        return XdpAction.Pass;
    Found:
        o.R0 = -sum;
        return XdpAction.Tx;
    }

    private static long Third(Span<long> cells, int index) => cells[index] / (index - 2);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction InlinedCallee(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> cells = stackalloc long[4];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = o.B;
        int done = 0;
        try
        {
            o.R0 = Third(cells, (int)o.A & 7);
            done = 1;
            o.R1 = Cleaned(ref o, (int)o.B & 3);
            done = 2;
        }
        finally
        {
            o.R2 = done;
        }

        return XdpAction.Pass;
    }

    private static long Cleaned(ref Operands o, int divisor)
    {
        int state = 1;
        try
        {
            state = 2;
            return 12 / divisor;
        }
        finally
        {
            o.R3 = state;
        }
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ValueWrittenBeforeFault(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var pair = new Pair { First = 1, Second = 2 };
        try
        {
            pair = Made(o.A, o.B & 3);
            pair = new Pair { First = 5, Second = 60 / (o.A & 3) };
        }
        finally
        {
            o.R0 = pair.First;
            o.R1 = pair.Second;
        }

        return XdpAction.Pass;
    }

    private static Pair Made(long first, long divisor) => new() { First = first, Second = 60 / divisor };

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction EndlessFaults(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        for (int i = 0; i < 4; i++)
        {
            try
            {
                if (i == (o.A & 7))
                    throw new InvalidOperationException();
            }
            finally
            {
                // Leaves nothing behind: the pad is none.
            }

            try
            {
                o.R0 += i;
            }
            finally
            {
                o.R1 += 60 / (i - (o.B & 7));
            }
        }

        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Apart(ref long runs, long divisor)
    {
        try
        {
            runs += 1;
            return 60 / divisor;
        }
        finally
        {
            runs += 10;
        }
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Subprogram(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long runs = 0;
        try
        {
            o.R0 = Apart(ref runs, o.A & 3);
            o.R1 = Apart(ref o.R2, o.B & 3);
            runs = -runs;
        }
        finally
        {
            o.R3 = runs;
        }

        return XdpAction.Pass;
    }
}
