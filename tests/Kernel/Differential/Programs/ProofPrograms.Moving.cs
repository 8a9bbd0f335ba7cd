using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

// References that move, and loops whose end the verifier does not see.
public static partial class ProofPrograms
{
    [XdpProgram]
    public static XdpAction Slice_loop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[40];
        for (int i = 0; i < 40; i++)
            a[i] = (byte)(i * 3 + o.B);
        Span<byte> s = a;
        long sum = 0;
        while (s.Length > 4)
        {
            int n = 1 + (int)((uint)(s[0] + o.A) % 5u);
            sum += s[1] * n;
            s = s[n..];
        }
        o.R0 = sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Options(XdpContext ctx)
    {
        Span<byte> p = ctx.Packet.Bytes;
        if (p.Length < 60)
            return XdpAction.Drop;
        Span<byte> s = p.Slice(20, 30);
        int found = 0;
        for (int i = 0; i < 10 && s.Length > 1; i++)
        {
            int kind = s[0] & 15;
            if (kind == 0)
                break;
            if (kind == 1)
            {
                s = s[1..];
                continue;
            }
            int len = 1 + (s[1] & 7);
            if (len > s.Length)
                return XdpAction.Tx;
            found += kind * len;
            s = s[len..];
        }
        p[0] = (byte)found;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Options_off(XdpContext ctx)
    {
        int off = 20;
        int found = 0;
        for (int i = 0; i < 10; i++)
        {
            if (!ctx.Packet.TryHeader(off, out Ref<byte> k))
                break;
            int kind = k.Value & 15;
            if (kind == 0)
                break;
            if (kind == 1)
            {
                off++;
                continue;
            }
            if (!ctx.Packet.TryHeader(off + 1, out Ref<byte> l))
                return XdpAction.Tx;
            found += kind * l.Value;
            off += 2 + (l.Value & 7);
        }
        ctx.Packet.Header<byte>(0) = (byte)found;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Map_cells(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 3;
        if (!Shelves.TryGetRef(key, out Ref<Shelf> v))
        {
            Shelf n = default;
            n.Next = 3;
            Shelves.Set(key, n);
            if (!Shelves.TryGetRef(key, out v))
                return XdpAction.Drop;
        }
        v.Value.Cells[(int)((ulong)o.B % 8)] += (o.A >> 7);
        Span<long> cells = MemoryMarshal.CreateSpan(ref v.Value.Cells[0], 8);
        Span<long> half = cells[(int)((uint)(o.B >> 3) % 5u)..];
        half[v.Value.Next]++;
        o.R0 = half[0] + cells[7];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Map_walk(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref Shelf v = ref Rows[(uint)o.A & 3];
        Span<long> cells = MemoryMarshal.CreateSpan(ref v.Cells[0], 8);
        cells = cells[(int)(o.B & 3)..];
        while (cells.Length > 0)
        {
            cells[0] += 2;
            cells = cells[1..];
        }
        foreach (ref long c in MemoryMarshal.CreateSpan(ref s_shelf.Cells[0], 8)[(int)((uint)(o.A >> 7) % 9u)..])
            c++;
        o.R0 = v.Cells[7] + s_shelf.Cells[3];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction Pointers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        byte* a = stackalloc byte[16];
        for (byte* q = a; q < a + 16; q++)
            *q = 1;
        a[(int)(o.A & 7)] = 5;
        byte* e = a + (o.B & 7);
        *(e + 3) += 2;
        e[(uint)(o.A >> 7) % 5u]++;
        o.R0 = *(long*)a + a[11];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction Pointers2(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        byte* a = stackalloc byte[16];
        for (int i = 0; i < 16; i++)
            a[i] = 1;
        ref byte f = ref a[0];
        Unsafe.Add(ref f, (int)((uint)o.A % 16u)) = 4;
        s_shelf.Raw[(int)((uint)o.B % 20u)]++;
        o.R0 = *(long*)a + a[11] + s_shelf.Raw[4];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Two_regions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[8];
        Span<byte> s = o.A > 3 ? a : b;
        s[(int)o.B] = 4;
        s[^1] = 7;
        o.R0 = a[15] + b[7] + s[0];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Counter_two(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> a = stackalloc int[12];
        int w = 0;
        for (int i = 0; i < 12; i++)
            if ((i + o.A) % 3 != 0)
                a[w++] = i;
        for (int i = 0; i < w; i++)
            o.R0 += a[i];
        int r = 0;
        while (r < w)
            r += 1 + (int)(o.B & 1);
        o.R1 = r;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Bubble(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[6];
        for (int i = 0; i < 6; i++)
            a[i] = (byte)(o.A >> (i * 8));
        for (int i = 0; i < 5; i++)
            for (int j = 0; j + 1 < 6 - i; j++)
                if (a[j] > a[j + 1])
                    (a[j], a[j + 1]) = (a[j + 1], a[j]);
        o.R0 = a[0] + a[1] * 2 + a[5];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Sum16(XdpContext ctx)
    {
        Span<byte> p = ctx.Packet.Bytes;
        int start = 14;
        int len = (p[14] & 15) * 4;
        uint sum = 0;
        for (int i = 0; i + 1 < len; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(p[(start + i)..]);
        p[0] = (byte)sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Sum_all(XdpContext ctx)
    {
        Span<byte> p = ctx.Packet.Bytes;
        uint sum = 0;
        for (int i = 0; i < 64 && i < p.Length; i++)
            sum += p[i];
        p[0] = (byte)sum;
        p[1] = p[p.Length / 2];
        p[2] = p[^3];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Long_index(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<ushort> a = stackalloc ushort[20];
        long i = Math.Min(Math.Abs(o.A % 20), 19);
        a[(int)i] = 3;
        a[checked((int)((ulong)o.B >> 60))] = 4;
        a[(int)Math.Max(-3, (o.A >> 7)) + 3] = 8;
        o.R0 = a[3] + a[4];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Bits_index(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> bits = stackalloc long[4];
        byte b = (byte)o.A;
        bits[b >> 6] |= 1L << b;
        int z = BinaryPrimitives.ReverseEndianness((ushort)o.B) % 250;
        bits[z / 64] |= 1L << (z & 63);
        o.R0 = bits[0] ^ bits[1] ^ bits[2] ^ bits[3];
        return XdpAction.Pass;
    }
}
