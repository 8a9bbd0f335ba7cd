using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Members of spans that are loops, over packet, stack, map values, globals and constants.</summary>
public static partial class SpanMemberPrograms
{
    private static readonly ArrayMap<Block> Blocks = new(maxEntries: 4);
    private static Block s_block;

    private static ReadOnlySpan<byte> Table => [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];

    private static ReadOnlySpan<short> Numbers => [-5, 7, 300, -5, 0, 12];

    [InlineArray(40)]
    public struct Block
    {
        private byte _first;
    }

    public struct Odd
    {
        public byte A;
        public ushort B;
        public byte C;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CopyKnownLengths(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes[14..62];
        Span<byte> stack = stackalloc byte[40];
        bytes[..31].CopyTo(stack);
        o.R2 = stack[0] + stack[15] * 256 + stack[30] * 65536 + stack[31];
        stack[3..18].CopyTo(bytes[20..]);
        Span<byte> block = Blocks[1];
        bytes[..16].CopyTo(block[1..]);
        o.R4 = block[1] + block[16] * 256 + block[17] * 65536;
        Table.CopyTo(block);
        o.R5 = block[15] + block[16];
        ((Span<byte>)s_block).Clear();
        block[..9].CopyTo(s_block);
        o.R6 = s_block[8] + s_block[9];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CopyOverlapping(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes[14..62];
        bytes[..15].CopyTo(bytes[3..]);
        bytes[5..20].CopyTo(bytes[2..]);
        Span<byte> stack = stackalloc byte[40];
        bytes[..40].CopyTo(stack);
        stack[..27].CopyTo(stack[1..]);
        stack[8..24].CopyTo(stack[7..]);
        o.R4 = MemoryMarshal.Read<long>(stack) ^ MemoryMarshal.Read<long>(stack[16..]);
        Span<byte> block = Blocks[2];
        stack.CopyTo(block);
        int from = (int)o.A & 7;
        int to = (int)o.B & 7;
        block[from..(from + 21)].CopyTo(block[to..(to + 22)]);
        o.R5 = MemoryMarshal.Read<long>(block) ^ MemoryMarshal.Read<long>(block[8..]) ^ MemoryMarshal.Read<long>(block[16..]);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CopyVariableLengths(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> stack = stackalloc byte[32];
        int length = (int)o.A & 31;
        ctx.Packet.Bytes.Slice(14, length).CopyTo(stack);
        o.R2 = MemoryMarshal.Read<long>(stack) ^ MemoryMarshal.Read<long>(stack[8..]) ^ MemoryMarshal.Read<long>(stack[16..]) ^ MemoryMarshal.Read<long>(stack[24..]);
        o.R3 = ctx.Packet.Bytes[20..].TryCopyTo(stack) ? 1 : 0;
        o.R4 = ctx.Packet.Bytes[^9..].TryCopyTo(stack) ? stack[8] : -1;
        Table.CopyTo(stack[((int)o.B & 31)..]);
        o.R5 = stack[16];
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FillAndClear(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes[30..92];
        bytes[..7].Fill((byte)o.A);
        bytes[8..11].Clear();
        MemoryMarshal.Cast<byte, ushort>(bytes[11..18]).Fill((ushort)o.B);
        Span<int> cells = stackalloc int[5];
        cells.Fill((int)o.A);
        cells[1..3].Clear();
        o.R4 = cells[0] + cells[1] + cells[2] + (long)cells[4];
        Span<Odd> odd = stackalloc Odd[3];
        odd.Fill(new Odd { A = (byte)o.A, B = (ushort)o.B, C = 1 });
        o.R5 = odd[2].A + odd[2].B + odd[2].C;
        ((Span<byte>)Blocks[3])[..((int)o.B & 31)].Fill(0x11);
        o.R6 = Blocks[3][5] + Blocks[3][30];
        cells.Reverse();
        o.R7 = cells[0] * 3 + cells[4];
        bytes[20..27].Reverse();
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Comparisons(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ReadOnlySpan<byte> bytes = ctx.Packet.Bytes[14..30];
        Span<byte> copy = stackalloc byte[16];
        bytes.CopyTo(copy);
        o.R0 = bytes.SequenceEqual(copy) ? 1 : 0;
        copy[(int)o.A & 15] ^= (byte)(o.B & 1);
        o.R1 = bytes.SequenceEqual(copy) ? 1 : 0;
        o.R2 = bytes.StartsWith(copy[..3]) ? 1 : 0;
        o.R3 = bytes.EndsWith(copy[^5..]) ? 1 : 0;
        o.R4 = bytes.SequenceCompareTo(copy);
        o.R5 = bytes[..7].SequenceCompareTo(copy) * 1000 + bytes.SequenceCompareTo(copy[..9]);
        o.R6 = bytes.CommonPrefixLength(copy) + (bytes.SequenceEqual(copy[..((int)o.B & 15)]) ? 100 : 0);
        o.R7 = bytes.StartsWith("\0"u8) ? 1 : bytes.EndsWith((byte)0xff) ? 2 : bytes.StartsWith((byte)3) ? 3 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction TypedComparisons(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ReadOnlySpan<short> shorts = MemoryMarshal.Cast<byte, short>(ctx.Packet.Bytes[14..24]);
        o.R2 = shorts.SequenceCompareTo(Numbers) * 7 + shorts[..3].SequenceCompareTo(shorts);
        ReadOnlySpan<uint> first = MemoryMarshal.Cast<byte, uint>(ctx.Packet.Bytes[14..22]);
        ReadOnlySpan<uint> second = MemoryMarshal.Cast<byte, uint>(ctx.Packet.Bytes[22..30]);
        o.R3 = first.SequenceCompareTo(second) * 10 + first.SequenceCompareTo(first[..1]);
        ReadOnlySpan<long> wide = MemoryMarshal.Cast<byte, long>(ctx.Packet.Bytes[14..30]);
        o.R4 = wide[..1].SequenceCompareTo(wide[1..]);
        ReadOnlySpan<sbyte> small = MemoryMarshal.Cast<byte, sbyte>(ctx.Packet.Bytes[14..22]);
        o.R5 = small.SequenceCompareTo(MemoryMarshal.Cast<byte, sbyte>(ctx.Packet.Bytes[22..30]));
        o.R6 = shorts.SequenceEqual(Numbers[..5]) ? 1 : 0;
        ReadOnlySpan<char> chars = MemoryMarshal.Cast<byte, char>(ctx.Packet.Bytes[14..22]);
        o.R7 = chars.SequenceCompareTo(MemoryMarshal.Cast<byte, char>(ctx.Packet.Bytes[22..28]));
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Searches(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ReadOnlySpan<byte> bytes = ctx.Packet.Bytes[14..30];
        byte value = (byte)o.A;
        o.R0 = Table.IndexOf((byte)(value & 15)) * 100 + Table.LastIndexOf((byte)(value & 15)) + (Table.Contains((byte)o.B) ? 1000 : 0);
        o.R1 = bytes[1..].IndexOf(value) + Table.Count((byte)(o.B & 7)) * 100;
        o.R2 = Table.IndexOfAny((byte)(value & 15), (byte)(o.B & 15));
        o.R3 = Table.IndexOfAny((byte)(value & 31), (byte)7, (byte)(o.B & 31));
        o.R4 = Numbers.IndexOf((short)o.A) + Numbers.IndexOfAnyExcept((short)-5) * 10;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction SequenceSearches(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ReadOnlySpan<byte> some = ctx.Packet.Bytes[14..17];
        o.R2 = Table.IndexOfAny(some);
        o.R3 = Table.IndexOf("\u0005\u0009"u8) * 100 + Table.IndexOf(some[..1]);
        o.R4 = Table.IndexOf(some[..0]) + Table[..((int)o.A & 15)].IndexOf("\u0005\u0008"u8) * 3;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction BlocksAndValues(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Unsafe.InitBlock(ref Unsafe.As<long, byte>(ref o.R2), (byte)o.A, 11);
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<long, byte>(ref o.R4), in Unsafe.As<long, byte>(ref o.A), 13);
        Span<byte> bytes = ctx.Packet.Bytes[14..20];
        o.R6 = MemoryMarshal.TryRead(bytes, out int number) ? number : -1;
        o.R7 = MemoryMarshal.TryRead(bytes, out long wide) ? 1 : wide;
        return MemoryMarshal.TryWrite(bytes, in o.B) ? XdpAction.Tx : MemoryMarshal.TryWrite(bytes, (short)o.B) ? XdpAction.Pass : XdpAction.Aborted;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction TooShort(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> stack = stackalloc byte[12];
        o.R0 = 1;
        ctx.Packet.Bytes.Slice(14, 8 + ((int)o.A & 7)).CopyTo(stack);
        o.R1 = MemoryMarshal.Read<long>(stack);
        return XdpAction.Pass;
    }
}
