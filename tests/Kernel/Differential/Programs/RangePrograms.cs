using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Indexes and ranges as values, inline arrays, collection expressions, loops over ranges; slices of slices.</summary>
public static partial class RangePrograms
{
    private static Row s_row;

    [InlineArray(6)]
    public struct Row
    {
        private int _first;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Indexes(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> values = stackalloc int[4] { 1, 2, 3, (int)o.A };
        Index last = ^1;
        o.R0 = values[last] + At(values, (int)o.B & 7) + last.GetOffset(9);
        o.R1 = At(values, ^((int)o.A & 7));
        Range middle = 1..^((int)o.B & 1);
        o.R2 = values[middle].Length + values[middle][0];
        (int offset, int length) = (((int)o.A & 3)..^1).GetOffsetAndLength(8);
        o.R3 = offset * 100 + length;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction InlineArrays(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Row row = default;
        row[^1] = (int)o.A;
        row[(int)o.B & 7] += 5;
        foreach (ref int cell in row)
            cell = cell * 3 + 1;
        int sum = 0;
        foreach (int cell in row[1..])
            sum = sum * 31 + cell;
        o.R0 = sum;
        Span<int> tail = row[3..];
        o.R1 = tail[0] + tail.Length;
        s_row[2] = (int)o.B;
        foreach (int cell in s_row)
            o.R2 = o.R2 * 7 + cell;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Collections(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Row row = default;
        row[1] = (int)o.A;
        Span<int> all = [(int)o.B, .. row, 7];
        o.R0 = all[2] + all[^1] * 3 + all.Length;
        for (int i = 0; i < 3; i++)
            o.R1 += Sum(i, (int)o.A, 4);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Loops(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int sum = 0;
        foreach (int i in 0..8)
            sum = sum * 3 + i;
        foreach (int i in 2..((int)o.A & 15))
        {
            if (i == 11)
                break;
            sum += i;
        }

        o.R0 = sum;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction SlicesOfSlices(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> values = stackalloc int[6] { 1, 2, 3, (int)o.A, (int)o.B, 6 };
        Span<int> tail = values[(int)(o.A & 7)..];
        o.R0 = tail.Length;
        if (tail.Length > 1)
            o.R1 = tail[1];
        if (!tail.IsEmpty)
            tail[0] = 77;
        int index = (int)(o.B & 3);
        if (index < tail.Length)
            o.R2 = tail[index];
        Span<int> part = tail[..^(int)(o.B & 1)];
        for (int i = 0; i < 6 && i < part.Length; i++)
            o.R3 = o.R3 * 31 + part[i];
        o.R4 = part[(int)(o.B & 7)];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction SlicesOfGlobals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> tail = s_row[(int)(o.A & 7)..];
        o.R0 = tail.Length;
        if (tail.Length > 2)
            tail[2] += (int)o.B;
        Span<int> part = tail[(int)(o.B & 3)..];
        o.R1 = part.IsEmpty ? -1 : part[0];
        o.R2 = part[(int)(o.A & 3)];
        return XdpAction.Pass;
    }

    private static int At(ReadOnlySpan<int> values, Index index) => values[index];

    private static int Sum(params ReadOnlySpan<int> values)
    {
        int sum = 0;
        foreach (int value in values)
            sum = sum * 3 + value;
        return sum;
    }
}
