using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class LanguagePrograms
{
    private static long s_shared;

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Nullables(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int? a = o.A > 0 ? (int)o.A : null;
        int? b = (o.B & 1) == 0 ? (int)o.B : null;
        int? sum = a + b * 2;
        o.R0 = sum ?? -1;
        o.R1 = a < b ? 1 : a is null ? 2 : 3;
        o.R2 = a is int x && x > 100 ? x : 7;
        b++;
        o.R3 = b.GetValueOrDefault(5);
        o.R4 = a!.Value;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction StackMemory(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<long> values = stackalloc long[4];
        values[(int)o.A & 3] = o.B;
        values[^1] += 3;
        Span<int> three = [(int)o.A, 2, (int)o.B];
        o.R0 = values[0] + values[1] * 3 + values[2] * 5 + values[3] * 7;
        foreach (int v in three[1..])
            o.R1 = o.R1 * 31 + v;
        o.R2 = three[(int)o.B & 3];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction ConstantData(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ReadOnlySpan<ushort> ports = [80, 443, 8080];
        foreach (ushort port in ports)
        {
            if (port == (ushort)o.A)
                o.R0++;
            o.R1 += port;
        }

        o.R2 = "abc"u8[(int)o.B & 1];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction Pointers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long local = o.A;
        long* p = &local;
        *p += 3;
        byte* bytes = (byte*)p;
        bytes[2] = 9;
        o.R0 = local;
        o.R1 = *(int*)(bytes + 4);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Atomics(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Interlocked.Add(ref s_shared, o.A);
        o.R1 = Interlocked.Exchange(ref s_shared, o.B);
        o.R2 = Interlocked.CompareExchange(ref s_shared, 5, o.B);
        o.R3 = Interlocked.Increment(ref s_shared);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Tuples(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        (o.R0, o.R1) = (o.B, o.A);
        (long q, long r) = Divide(o.A, o.B);
        o.R2 = q;
        o.R3 = (q, r) == (1, 0) ? 1 : 2;
        return XdpAction.Pass;
    }

    private static (long Quotient, long Remainder) Divide(long a, long b) => (a / b, a % b);

    [XdpProgram]
    public static XdpAction Generics(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Fold<Xor>(o.A, o.B);
        o.R1 = Fold<Sum>(o.A, o.B);
        o.R2 = new Box<int>((int)o.A).Value + new Box<byte>((byte)o.B).Value;
        return XdpAction.Pass;
    }

    private static long Fold<T>(long a, long b) where T : struct, IFold => T.Step(T.Step(T.Seed, a), b);

    public interface IFold
    {
        static abstract long Step(long x, long y);

        static virtual long Seed => 17;
    }

    public struct Xor : IFold
    {
        public static long Step(long x, long y) => x ^ y;
    }

    public struct Sum : IFold
    {
        public static long Seed => 1;

        public static long Step(long x, long y) => x + y;
    }

    public record struct Box<T>(T Value) where T : unmanaged;

    [XdpProgram]
    public static XdpAction Bits(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = BitOperations.PopCount((ulong)o.A) + BitOperations.LeadingZeroCount((uint)o.B) * 100;
        o.R1 = (long)BitOperations.RotateLeft((ulong)o.A, (int)o.B);
        o.R2 = Math.Min(o.A, o.B) ^ Math.Max((int)o.A, 7);
        o.R3 = BinaryPrimitives.ReverseEndianness(o.A);
        return XdpAction.Pass;
    }
}
