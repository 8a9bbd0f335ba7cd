using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Memory of every kind behind spans and references.</summary>
public static partial class MemoryPrograms
{
    private static ReadOnlySpan<byte> Table => [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];

    private static ReadOnlySpan<uint> Wide => [0x1000_0000, 0x2345_6789, 7, 0xffff_ffff];

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction StackSpan(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> cells = stackalloc int[8];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = (int)o.A + i * 3;
        cells[(int)o.B & 7] = -1;
        cells[^1] += 5;
        long sum = 0;
        foreach (int cell in cells)
            sum = sum * 7 + cell;
        o.R0 = sum;
        o.R1 = cells[(int)o.B];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction StackInitialised(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> cells = stackalloc long[] { o.A, o.B, 3 };
        o.R0 = cells[0] - cells[1] * cells[2];
        Span<byte> bytes = MemoryMarshal.AsBytes(cells);
        o.R1 = bytes.Length;
        o.R2 = bytes[7];
        bytes[8] = 0xff;
        o.R3 = cells[1];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Ranges(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes;
        Span<byte> middle = bytes[16..40];
        o.R0 = middle.Length;
        o.R1 = middle[0] + middle[^1] * 256;
        o.R2 = bytes[..20].Length + bytes[20..].Length;
        o.R3 = middle[..^4].Length;
        int from = (int)o.A & 31;
        Span<byte> rest = middle[from..];
        o.R4 = rest.Length;
        o.R5 = rest.IsEmpty ? -1 : rest[0];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Tables(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Table[(int)o.A & 15];
        o.R1 = Wide[(int)(o.B & 3)];
        ReadOnlySpan<byte> text = "GET /"u8;
        o.R2 = text[(int)o.A & 3] + text.Length;
        long sum = 0;
        foreach (byte b in Table)
            sum = sum * 3 + b;
        o.R3 = sum;
        o.R4 = Table[(int)o.B];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ForeachOverPacket(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint hash = 2166136261;
        foreach (byte b in ctx.Packet.Bytes.Slice(14, 16))
            hash = (hash ^ b) * 16777619;
        o.R0 = hash;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Endianness(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes.Slice(14, 16);
        o.R0 = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        o.R1 = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        o.R2 = (long)BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        o.R3 = BinaryPrimitives.ReverseEndianness((short)o.A);
        o.R4 = BinaryPrimitives.ReverseEndianness((uint)o.B);
        o.R5 = BinaryPrimitives.ReverseEndianness(o.B);
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)o.B);
        o.R6 = BinaryPrimitives.TryReadUInt32BigEndian(bytes[^3..], out uint none) ? none : -1;
        o.R7 = BinaryPrimitives.TryWriteInt64LittleEndian(bytes, o.B) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Marshalled(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes.Slice(14, 16);
        ref Halves halves = ref MemoryMarshal.AsRef<Halves>(bytes);
        o.R0 = halves.High;
        Halves copy = MemoryMarshal.Read<Halves>(bytes);
        copy.Low ^= 0x55;
        MemoryMarshal.Write(bytes[8..], in copy);
        Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(bytes);
        o.R1 = words.Length;
        o.R2 = words[3];
        words[0]++;
        Span<int> one = new(ref halves.High);
        one[0] = -one[0];
        o.R3 = one.Length;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction UnsafeMembers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref byte start = ref Unsafe.As<long, byte>(ref o.A);
        o.R0 = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref start, 3));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, 9), (short)o.A);
        o.R1 = Unsafe.SizeOf<Halves>();
        o.R2 = Unsafe.BitCast<long, Halves>(o.B).High;
        o.R3 = Unsafe.ByteOffset(ref o.A, ref o.R0);
        o.R4 = Unsafe.AreSame(ref o.A, ref Unsafe.As<byte, long>(ref start)) ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction Pointers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Halves local = new() { Low = (int)o.A, High = (int)o.B };
        Halves* p = &local;
        p->Low += 2;
        (*p).High ^= p->Low;
        int* cells = stackalloc int[4];
        for (int i = 0; i < 4; i++)
            cells[i] = (int)(o.A >> (i * 8));
        int* last = cells + 3;
        o.R0 = local.Low;
        o.R1 = local.High;
        o.R2 = *last - *(last - 1);
        o.R3 = last - cells;
        o.R4 = sizeof(Halves) + sizeof(long);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction SpansOfLocals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<short> cells = [(short)o.A, (short)o.B, 7, -7];
        o.R0 = Total(cells);
        o.R1 = Total(cells[1..3]);
        var window = new Window(cells, 1);
        window.Next() = 99;
        window.Next()++;
        o.R2 = Total(cells);
        return XdpAction.Pass;
    }

    private static int Total(ReadOnlySpan<short> cells)
    {
        int total = 0;
        for (int i = 0; i < cells.Length; i++)
            total = total * 5 + cells[i];
        return total;
    }

    public ref struct Window(Span<short> cells, int at)
    {
        private readonly Span<short> _cells = cells;
        private int _at = at;

        public ref short Next() => ref _cells[_at++];
    }

    public struct Halves
    {
        public int Low;
        public int High;
    }
}
