using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Indices that are in range for reasons that the kernel's verifier does not follow, or not by itself: all of them compile.</summary>
public static partial class ProofPrograms
{
    [InlineArray(5)]
    public struct Five
    {
        private uint _first;
    }

    [InlineArray(8)]
    public struct Eight
    {
        private long _first;
    }

    public unsafe struct Shelf
    {
        public Eight Cells;
        public int Next;
        public fixed byte Raw[20];
    }

    private static readonly HashMap<uint, Shelf> Shelves = new(maxEntries: 16);
    private static readonly ArrayMap<Shelf> Rows = new(maxEntries: 4);

    private static Five s_five;
    private static Eight s_eight;
    private static Shelf s_shelf;

    private static ReadOnlySpan<byte> Table => [3, 1, 4, 1, 5, 9, 2, 6];

    private static ReadOnlySpan<uint> Words => [3, 1, 4, 1, 5];

    private static int Clamp(int value, int low, int high) => value < low ? low : value > high ? high : value;

    [XdpProgram]
    public static XdpAction Abs_mask(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[8];
        a[Math.Abs((int)(o.A >> 3)) & 7] = 3;
        a[3]++;
        o.R0 = BinaryPrimitives.ReadInt64LittleEndian(a);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Mod_stack(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<uint> a = stackalloc uint[5];
        a[(int)((uint)o.A % 5u)] = 3;
        o.R0 = a[(int)((uint)o.B % 5u)];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Mod_inline(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Five f = default;
        f[(int)((uint)o.A % 5u)] = 7;
        o.R0 = f[(int)((ulong)o.B % 5)];
        o.R1 = f[4];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Mod_signed(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Five f = default;
        f[(int)(o.A % 5)] = 7;
        o.R0 = f[(int)o.B / 8];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Mod_global(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        s_five[(int)((uint)o.A % 5u)]++;
        s_eight[(int)((ulong)o.B >> 61)]++;
        s_eight[Math.Abs((int)(o.A >> 7) % 8)]++;
        o.R0 = s_five[2] + s_eight[3];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Clamps(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> a = stackalloc long[6];
        a[Clamp((int)o.A, 0, 5)] = 9;
        a[Math.Min((uint)o.B, 5u) is var i ? (int)i : 0] += 4;
        a[Math.Max(0, Math.Min((int)(o.A >> 7), 5))]++;
        o.R0 = a[Clamp((int)(o.B >> 3), 1, 4)];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Byte_cast(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[256];
        a[(byte)o.A] = 9;
        a[(byte)(o.B >> 5)] += 4;
        o.R0 = a[(byte)(o.A >> 7)] + a[BinaryPrimitives.ReverseEndianness((ushort)(o.B >> 3)) & 0xff];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Sums(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[32];
        int i = (int)(o.A & 7);
        int j = (int)((uint)o.B % 9u);
        a[i + j] = 5;
        a[i * 2 + j] += 3;
        a[31 - i - j]++;
        a[(i << 1) | (j & 1)] += 2;
        o.R0 = a[i + 3] + a[i ^ j];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Table_mod(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Table[(int)((ulong)o.A % (ulong)Table.Length)] + Words[(int)((uint)o.B % 5)] + Words[(int)(o.A >> 7)];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Switch_const(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> a = stackalloc int[7];
        int i = (int)o.A switch { 0 => 3, 1 => 6, < 0 => 2, _ => 0 };
        a[i] = 8;
        a[(o.B > 3 ? 2 : 4) + ((o.A >> 7) > 2 ? 1 : 2)]++;
        o.R0 = a[i] + a[6];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Loop_counter(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> a = stackalloc int[10];
        int n = (int)((uint)o.A % 10u);
        for (int i = 0; i < n; i++)
            a[i] = i * 3;
        for (int i = n; i >= 0; i--)
            a[i]++;
        int k = 0;
        for (int i = 0; i < 5; i++)
        {
            k += (int)(o.B & 1);
            a[k]++;
        }
        o.R0 = a[n] + a[k];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Branches(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> a = stackalloc int[10];
        int i = (int)o.A;
        if (i < 0)
            return XdpAction.Drop;
        if (o.B > 3)
            i = i > 20 ? 9 : i / 3;
        else if (i >= 10)
            return XdpAction.Tx;
        a[i] = 4;
        long j = (o.A >> 7);
        if (j is >= 0 and < 10)
            a[(int)j]++;
        if ((ulong)(o.B >> 3) < 10)
            o.R0 = a[(int)(o.B >> 3)];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Slices(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[64];
        var s = a.Slice((int)((uint)o.A % 5u), 10);
        s[(int)((uint)o.B % 7u)] = 1;
        var t = a[(int)((o.A >> 7) & 15)..];
        t[(int)((uint)(o.B >> 3) % 20u)] = 9;
        t[^1] = 4;
        o.R0 = a[3] + s[2] + t.Length;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Slices2(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[64];
        var t = a[(int)o.A..];
        var u = t.Slice((int)o.B, (int)(o.A >> 7));
        u[(int)(o.B >> 3)] = 9;
        o.R0 = a[3] + t[2] + u.Length;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Packet_var(XdpContext ctx)
    {
        Span<byte> p = ctx.Packet.Bytes;
        int ihl = (p[14] & 15) * 4;
        int off = 14 + ihl;
        byte b = p[off];
        var rest = p[off..];
        uint m = rest[0];
        rest[(int)(m % 8u)] ^= 1;
        int x = Math.Abs((sbyte)p[20]) + (b >> 2);
        p[x] = (byte)(p[x + 1] + 1);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Packet_big(XdpContext ctx)
    {
        Span<byte> p = ctx.Packet.Bytes;
        int off = BinaryPrimitives.ReadUInt16BigEndian(p[14..]);
        p[off] = 3;
        int off2 = p[18] + p[19] * 256 + 10;
        p[off2]++;
        var q = p[off2..];
        q[p[20] / 3]--;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Mem_cast(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[64];
        var w = MemoryMarshal.Cast<byte, uint>(a);
        w[(int)((uint)o.A % 16u)] = 7;
        w[(int)o.B]++;
        o.R0 = w[1] + MemoryMarshal.Read<uint>(a[(int)((uint)(o.A >> 7) % 61u)..]);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Pop_count(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[65];
        a[BitOperations.PopCount((ulong)o.A)] = 7;
        a[BitOperations.Log2((uint)o.B)]++;
        a[BitOperations.LeadingZeroCount((ulong)(o.A >> 7))] += 2;
        a[BitOperations.TrailingZeroCount((ulong)(o.B >> 3))] += 3;
        o.R0 = a[3];
        return XdpAction.Pass;
    }
}
