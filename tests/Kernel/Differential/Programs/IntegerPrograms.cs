namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class IntegerPrograms
{
    [XdpProgram]
    public static XdpAction Int32Arithmetic(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int a = (int)o.A, b = (int)o.B;
        o.R0 = a + b;
        o.R1 = a - b;
        o.R2 = a * b;
        o.R3 = -a;
        o.R4 = ~b;
        o.R5 = a & b;
        o.R6 = a | b;
        o.R7 = a ^ b;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction UInt32Arithmetic(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        o.R0 = a + b;
        o.R1 = a - b;
        o.R2 = a * b;
        o.R3 = -a;
        o.R4 = ~b;
        o.R5 = a & b;
        o.R6 = a + 0x80000000u;
        o.R7 = (long)a * b;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Int64Arithmetic(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = o.A + o.B;
        o.R1 = o.A - o.B;
        o.R2 = o.A * o.B;
        o.R3 = -o.A;
        o.R4 = ~o.B;
        o.R5 = o.A & 0x1234_5678_9abc_def0L;
        o.R6 = o.A | o.B;
        o.R7 = (long)((ulong)o.A ^ 0xffff_ffff_0000_0001UL);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Shifts(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int count = (int)o.B;
        o.R0 = (int)o.A << count;
        o.R1 = (int)o.A >> count;
        o.R2 = (uint)o.A >> count;
        o.R3 = (int)o.A >>> count;
        o.R4 = o.A << count;
        o.R5 = o.A >> count;
        o.R6 = (long)((ulong)o.A >> count);
        o.R7 = (o.A >>> 3) + ((int)o.A >> 33) + ((uint)o.A << 35);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction SignedDivision(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = o.A / 7;
        o.R1 = o.A % -3;
        o.R2 = (int)o.A / 16;
        o.R3 = (int)o.A % 10;
        o.R4 = o.A / o.B;
        o.R5 = o.A % o.B;
        o.R6 = (int)o.A / (int)o.B;
        o.R7 = (int)o.A % (int)o.B;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Tx)]
    public static XdpAction UnsignedDivision(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = (long)((ulong)o.A / 10);
        o.R1 = (long)((ulong)o.A % 1000);
        o.R2 = (uint)o.A / 8;
        o.R3 = (long)((ulong)o.A / (ulong)o.B);
        o.R4 = (long)((ulong)o.A % (ulong)o.B);
        o.R5 = (uint)o.A / (uint)o.B;
        o.R6 = (uint)o.A % (uint)o.B;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Narrowing(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = (sbyte)o.A;
        o.R1 = (byte)o.A;
        o.R2 = (short)o.A;
        o.R3 = (ushort)o.A;
        o.R4 = (int)o.A;
        o.R5 = (uint)o.A;
        o.R6 = (char)o.B;
        o.R7 = (long)(ulong)(int)o.B;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction NarrowCompound(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        byte u8 = (byte)o.A;
        sbyte s8 = (sbyte)o.A;
        ushort u16 = (ushort)o.A;
        short s16 = (short)o.A;
        u8 += (byte)o.B;
        s8 -= 100;
        u16 *= 3;
        s16 <<= 2;
        o.R0 = u8;
        o.R1 = s8;
        o.R2 = u16;
        o.R3 = s16;
        o.R4 = u8++ + ++s8;
        o.R5 = u16-- - --s16;
        o.R6 = u8 + s8 * 1000 + u16;
        o.R7 = s16 >>>= 1;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedArithmetic(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        checked
        {
            o.R0 = (int)(o.A >> 40) + (int)(o.B >> 40);
            o.R1 = (byte)(o.A & 0x1ff);
            o.R2 = (int)(o.A >> 20) * (int)(o.B >> 44);
            o.R3 = (uint)(o.A >> 30) - (uint)(o.B & 0xffff);
            o.R4 = o.A + o.B;
            o.R5 = (int)o.A;
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Comparisons(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = (o.A < o.B ? 1 : 0) + (o.A <= o.B ? 2 : 0) + (o.A == o.B ? 4 : 0) + (o.A != o.B ? 8 : 0);
        o.R1 = ((ulong)o.A < (ulong)o.B ? 1 : 0) + ((ulong)o.A >= (ulong)o.B ? 2 : 0);
        o.R2 = ((int)o.A < (int)o.B ? 1 : 0) + ((int)o.A > (int)o.B ? 2 : 0);
        o.R3 = ((uint)o.A < (uint)o.B ? 1 : 0) + ((uint)o.A <= (uint)o.B ? 2 : 0);
        o.R4 = ((int)o.A < (uint)o.B ? 1 : 0) + ((uint)o.A == (int)o.B ? 2 : 0);
        bool less = (short)o.A < (short)o.B;
        bool odd = (o.A & 1) != 0;
        o.R5 = less && odd || !less && !odd ? 1 : 0;
        o.R6 = less ^ odd ? 10 : 20;
        o.R7 = less & odd | (less == odd) ? 3 : 4;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction NativeIntegers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        nint a = (nint)o.A;
        nuint b = (nuint)o.B;
        o.R0 = a + 1;
        o.R1 = (long)(b >> 5);
        o.R2 = a * (nint)b;
        o.R3 = (int)a;
        o.R4 = a < (nint)b ? 1 : 0;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction EvaluationOrder(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int i = (int)o.A & 0xff;
        o.R0 = i++ + i++ * 3;
        o.R1 = i;
        i += i++ - --i;
        o.R2 = i;
        o.R3 = Next(ref i) - Next(ref i) * 2;
        o.R4 = i;
        long x = o.A;
        x = x++ + (x = 5) + x;
        o.R5 = x;
        return XdpAction.Pass;
    }

    private static int Next(ref int value)
    {
        value = value * 5 + 1;
        return value;
    }
}
