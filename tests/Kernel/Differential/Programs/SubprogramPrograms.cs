using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Methods marked NoInlining, which the kernel calls.</summary>
public static partial class SubprogramPrograms
{
    public enum Level : byte
    {
        Low = 1,
        High = 200,
    }

    public enum Depth : long
    {
        Shallow = -5,
        Deep = 1L << 40,
    }

    public struct Pair
    {
        public int Low;
        public long High;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte First;
        public int Middle;
        public long Last;
    }

    public interface IScale
    {
        static abstract int Factor { get; }
    }

    public readonly struct Twofold : IScale
    {
        public static int Factor => 2;
    }

    public readonly struct Tenfold : IScale
    {
        public static int Factor => 10;
    }

    private static readonly HashMap<int, Pair> Pairs = new(maxEntries: 16);

    private static readonly ArrayMap<long> Sums = new(maxEntries: 4);

    private static long s_total = 3;

    private static Pair s_pair;

    private static ref Operands Slots(XdpContext ctx) => ref ctx.Packet.Header<Operands>(Operands.Offset);

    [XdpProgram]
    public static XdpAction Numbers(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Add((int)operands.A, (int)operands.B);
        operands.R1 = Mix((sbyte)operands.A, (byte)operands.B, (short)operands.A, (ushort)operands.B);
        operands.R2 = Wide(operands.A, (uint)operands.B);
        operands.R3 = IsLess((uint)operands.A, (uint)operands.B) ? 1 : 0;
        operands.R4 = Narrow(operands.A);
        operands.R5 = (byte)Above((Level)operands.A);
        operands.R6 = Letter((char)operands.B) + Negative((int)operands.A);
        Nothing();
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Add(int x, int y) => x + y;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Mix(sbyte a, byte b, short c, ushort d) => a * 3 + b - c * 5 + d;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Wide(long x, uint y) => x * 7 - y;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsLess(uint x, uint y) => x < y;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static short Narrow(long x) => (short)(x >> 3);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Level Above(Level level) => level > Level.Low ? Level.High : level;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static char Letter(char c) => (char)(c + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Negative(int x) => -(long)x;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Nothing() => s_total += 2;

    // An enum that only the signature names: BTF describes it.
    [XdpProgram]
    public static XdpAction Enums_of_the_signature(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Height((Depth)operands.A, (int)operands.B);
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Height(Depth depth, int by) => -(long)depth * by;

    [XdpProgram]
    public static XdpAction References(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long local = operands.A;
        Bump(ref local, 3);
        Bump(ref operands.R0, 4);
        Bump(ref s_total, 5);
        Bump(ref Sums[1], operands.B);
        operands.R1 = local;
        operands.R2 = s_total;
        operands.R3 = Sums[1];
        Split(operands.B, out int low, out int high);
        operands.R4 = low;
        operands.R5 = high;
        long other = operands.B;
        operands.R6 = Both(ref local, ref other);
        operands.R7 = Both(ref local, ref local);
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Bump(ref long value, long by) => value = value * 3 + by;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Split(long value, out int low, out int high)
    {
        low = (int)value;
        high = (int)(value >> 32);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Both(ref long x, ref long y)
    {
        x = 5;
        y = 6;
        return x * 10 + y;
    }

    [XdpProgram]
    public static XdpAction Structs(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        Pair pair = Make((int)operands.A, operands.B);
        operands.R0 = Total(pair) + pair.Low;
        operands.R1 = Peek(in pair);
        Packed packed = new() { First = 1, Middle = (int)operands.A, Last = operands.B };
        Turn(ref packed.Middle);
        Bump(ref packed.Last, 1);
        operands.R2 = packed.Middle + packed.Last + packed.First;
        if (!Pairs.TryGetRef((int)operands.A & 3, out Ref<Pair> entry))
        {
            Pairs.TryAdd((int)operands.A & 3, pair);
            operands.R3 = -1;
        }
        else
        {
            operands.R3 = Total(entry.Value);
            Raise(ref entry.Value, 2);
            operands.R4 = entry.Value.High;
        }

        s_pair = pair;
        Raise(ref s_pair, 7);
        operands.R5 = s_pair.High;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair Make(int low, long high) => new() { Low = low ^ 5, High = high };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Total(Pair pair)
    {
        pair.Low++;
        return pair.Low + pair.High;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Peek(in Pair pair) => pair.High - pair.Low;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Turn(ref int value) => value = ~value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Raise(ref Pair pair, int by)
    {
        pair.High += by;
        pair.Low -= by;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Faults(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = 1;
        operands.R1 = Outer((int)operands.A, (int)operands.B);
        operands.R0 = 2;
        operands.R2 = Long(operands.A, operands.B);
        operands.R0 = 3;
        Checked(ref operands.R3, (int)operands.A);
        operands.R0 = 4;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Outer(int x, int y)
    {
        s_total++;
        return Divide(x, y) + Divide(y, x & 7);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int x, int y) => x / y;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Long(long x, long y) => y > 1000 ? throw new InvalidOperationException() : x % (y - 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Checked(ref long to, int x) => to = checked(x * 1000);

    [XdpProgram]
    public static XdpAction Packets(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Byte(ctx, (int)operands.A & 0xff);
        operands.R1 = Sum(ref operands);
        operands.R2 = Fill(ctx, 30);
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Byte(XdpContext ctx, int at) => ctx.Packet.TryHeader(at, out Ref<byte> value) ? value.Value : -1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sum(ref Operands operands) => operands.A + operands.B;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fill(XdpContext ctx, int at)
    {
        Span<byte> bytes = ctx.Packet.Bytes;
        bytes[at] = 7;
        return bytes[at + 1] + bytes.Length;
    }

    [XdpProgram]
    public static XdpAction Moved(XdpContext ctx)
    {
        long before = Slots(ctx).A;
        if (!Grow(ctx, 8))
            return XdpAction.Aborted;
        ref Operands operands = ref Slots(ctx);
        operands.R0 = before;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Grow(XdpContext ctx, int by)
    {
        if (!ctx.AdjustHead(-by))
            return false;
        Span<byte> bytes = ctx.Packet.Bytes;
        for (int i = 0; i < 8; i++)
            bytes[i] = (byte)by;
        return true;
    }

    [XdpProgram]
    public static XdpAction Generics(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Scale<Twofold>((int)operands.A);
        operands.R1 = Scale<Tenfold>((int)operands.A);
        int small = (int)operands.A;
        long large = operands.B;
        operands.R2 = SizeOf(ref small) + SizeOf(ref large);
        operands.R3 = small + large;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Scale<T>(int x)
        where T : IScale => x * T.Factor;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SizeOf<T>(ref T value)
        where T : unmanaged
    {
        value = default;
        return Unsafe.SizeOf<T>();
    }

    [XdpProgram]
    public static XdpAction InLoops(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        long hash = 17;
        int steps = 0;
        for (int i = 0; i < 20; i++)
        {
            hash = Step(hash, i, (int)operands.A);
            Count();
        }

        operands.R0 = hash;
        operands.R1 = steps;
        return XdpAction.Pass;

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Count()
        {
            steps += (int)(hash & 3);
            Written(ctx);
        }

        static void Written(XdpContext context) => Slots(context).R2++;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Step(long hash, int by, int seed)
    {
        for (int i = 0; i < 4; i++)
            hash = (hash << 5) - hash + (by ^ seed) + i;
        return hash;
    }

    // What a subprogram can't take is inlined.
    [XdpProgram]
    public static XdpAction Inlined(XdpContext ctx)
    {
        ref Operands operands = ref Slots(ctx);
        operands.R0 = Many((int)operands.A, (int)operands.B, 3, 4, 5, 6);
        operands.R1 = First(ctx.Packet.Bytes);
        Larger(ref operands.R2, ref operands.R3) = 9;
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Many(int a, int b, int c, int d, int e, int f) => a + b * c - d + e * f;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte First(Span<byte> bytes) => bytes[3];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref long Larger(ref long x, ref long y)
    {
        if (x > y)
            return ref x;
        return ref y;
    }
}
