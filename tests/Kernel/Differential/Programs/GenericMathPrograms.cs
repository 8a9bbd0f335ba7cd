using System;
using System.Numerics;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Members of the interfaces of generic math on each integer type: one method for all, by its type argument.</summary>
public static partial class GenericMathPrograms
{
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnSByte(XdpContext ctx) => Run<sbyte>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnByte(XdpContext ctx) => Run<byte>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnInt16(XdpContext ctx) => Run<short>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnUInt16(XdpContext ctx) => Run<ushort>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnChar(XdpContext ctx) => Run<char>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnInt32(XdpContext ctx) => Run<int>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnUInt32(XdpContext ctx) => Run<uint>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnInt64(XdpContext ctx) => Run<long>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnUInt64(XdpContext ctx) => Run<ulong>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnIntPtr(XdpContext ctx) => Run<nint>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedSByte(XdpContext ctx) => Check<sbyte>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedByte(XdpContext ctx) => Check<byte>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedInt16(XdpContext ctx) => Check<short>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedChar(XdpContext ctx) => Check<char>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedInt32(XdpContext ctx) => Check<int>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedUInt32(XdpContext ctx) => Check<uint>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedInt64(XdpContext ctx) => Check<long>(ctx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction CheckedUInt64(XdpContext ctx) => Check<ulong>(ctx);

    /// <summary>What a type argument is decides.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction OnTypes(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Kind((int)o.A) + (10 * Kind((uint)o.A)) + (100 * Kind((byte)o.A)) + (1000 * Kind((DayOfWeek)(o.A & 3))) + (10_000 * Kind(o.A > 0));
        o.R1 = Kind(o.B) + (10 * Kind((ushort)o.B)) + (100 * Kind((char)o.B)) + (1000 * Kind(new Half { Low = (byte)o.A, High = 3 })) + (10_000 * Kind((short)o.B));
        return XdpAction.Pass;
    }

    public struct Half
    {
        public byte Low;
        public byte High;
    }

    private static long Kind<T>(T value)
        where T : unmanaged
    {
        if (value is int number && number > 5)
            return number & 3;
        if (value is byte)
            return 4;
        if (value is DayOfWeek.Tuesday or 'x' or (short)-1)
            return 10;
        if (value is < 0 and not -1 or > 0xfff0u)
            return 20;
        return value switch
        {
            int or uint => 5,
            char c => c & 1,
            bool truth => truth ? 6 : 7,
            Half { Low: > 100 } => 8,
            Half half => half.High,
            DayOfWeek day => 11 + (long)day,
            _ => 9,
        };
    }

    private static XdpAction Run<T>(XdpContext ctx)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        T a = T.CreateTruncating(o.A);
        T b = T.CreateTruncating(o.B);
        o.R0 = Sums(a, b);
        o.R1 = Orders(a, b);
        o.R2 = Faults(a, b);
        o.R3 = Bits(a, (int)o.B);
        o.R4 = Nearest<T>(ref o);
        o.R0 = Mix(o.R0, T.CreateChecked(o.A)) + To<T, long>(T.CreateChecked((byte)o.B));
        return XdpAction.Pass;
    }

    private static long Sums<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        long sum = Mix(Mix(Mix(1, a + b), a - b), a * b);
        sum = Mix(Mix(Mix(Mix(sum, a & b), a | b), a ^ b), ~a);
        int count = To<T, int>(b);
        sum = Mix(Mix(Mix(sum, a << count), a >> count), a >>> count);
        T next = a;
        next++;
        sum = Mix(Mix(Mix(sum, next), -a), +b);
        next--;
        sum = Mix(Mix(Mix(sum, next), T.MinValue), T.MaxValue);
        return Mix(Mix(Mix(sum, T.AllBitsSet), T.Zero + T.AdditiveIdentity), T.One + T.MultiplicativeIdentity);
    }

    private static long Orders<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        long bits = (a == b ? 1L : 0) | (a != b ? 2L : 0) | (a < b ? 4L : 0) | (a <= b ? 8L : 0) | (a > b ? 16L : 0) | (a >= b ? 32L : 0);
        bits |= (T.IsZero(a) ? 64L : 0) | (T.IsNegative(a) ? 128L : 0) | (T.IsPositive(a) ? 256L : 0) | (T.IsEvenInteger(a) ? 512L : 0) | (T.IsOddInteger(a) ? 1024L : 0);
        bits |= a.Equals(b) ? 2048L : 0;
        bits = (bits * 31) + a.CompareTo(b);
        bits = (bits * 31) + T.Sign(a);
        return Mix(Mix(bits, T.Max(a, b)), T.Min(a, b));
    }

    private static long Faults<T>(T a, T b)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        long sum = Mix(Mix(1, a / b), a % b);
        return Mix(Mix(sum, T.Abs(a)), T.Clamp(a, b, T.MaxValue - T.One));
    }

    private static long Bits<T>(T a, int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        long sum = Mix(Mix(Mix(1, T.PopCount(a)), T.LeadingZeroCount(a)), T.TrailingZeroCount(a));
        sum = Mix(Mix(sum, T.RotateLeft(a, count)), T.RotateRight(a, count));
        sum = Mix(Mix(sum, T.LeadingZeroCount(T.Zero)), T.TrailingZeroCount(T.Zero));
        return Mix(sum, T.IsNegative(a) ? T.One : T.Log2(a)) + (T.IsPow2(a) ? 1 : 0) + (T.IsPow2(T.One) ? 2 : 0);
    }

    private static long Nearest<T>(ref Operands o)
        where T : unmanaged, IBinaryInteger<T>
    {
        long sum = Mix(Mix(1, T.CreateSaturating(o.A)), T.CreateSaturating((ulong)o.B));
        sum = Mix(Mix(sum, T.CreateSaturating((int)o.A)), T.CreateSaturating((uint)o.B));
        return Mix(Mix(Mix(sum, T.CreateSaturating((sbyte)o.A)), T.CreateSaturating((ushort)o.B)), T.CreateSaturating((char)o.A));
    }

    private static XdpAction Check<T>(XdpContext ctx)
        where T : unmanaged, IBinaryInteger<T>
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        T a = T.CreateTruncating(o.A);
        T b = T.CreateTruncating(o.B);
        checked
        {
            switch (o.A & 7)
            {
                case 0: o.R0 = Mix(1, a + b); break;
                case 1: o.R0 = Mix(2, a - b); break;
                case 2: o.R0 = Mix(3, T.CreateTruncating(o.A >> 4) * T.CreateTruncating(o.B & 31)); break;
                case 3: o.R0 = Mix(4, a * b); break;
                case 4: o.R0 = Mix(5, a / b); break;
                case 5: o.R0 = Mix(6, -a); break;
                case 6: o.R0 = Mix(7, ++a); break;
                default: o.R0 = Mix(8, --b); break;
            }
        }

        return XdpAction.Pass;
    }

    private static long Mix<T>(long sum, T value)
        where T : unmanaged, IBinaryInteger<T> => unchecked((sum * 31) + To<T, long>(value));

    private static TTo To<T, TTo>(T value)
        where T : unmanaged, IBinaryInteger<T>
        where TTo : unmanaged, IBinaryInteger<TTo> => TTo.CreateTruncating(value);
}
