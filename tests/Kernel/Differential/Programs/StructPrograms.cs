using System.Numerics;
using System.Runtime.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class StructPrograms
{
    public struct Point
    {
        public int X;
        public int Y;

        public Point(int x, int y)
        {
            X = x;
            Y = y;
        }

        public readonly long Dot => (long)X * X + (long)Y * Y;

        public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

        public static implicit operator long(Point p) => ((long)p.X << 32) | (uint)p.Y;

        public void Scale(int by)
        {
            X *= by;
            Y *= by;
        }
    }

    public struct Segment
    {
        public Point From;
        public Point To;
        public byte Kind;
    }

    public enum Color : byte
    {
        Red = 1,
        Green = 2,
        Blue = 250,
    }

    public interface IMeasure
    {
        static abstract int Size { get; }

        static abstract int Twice(int value);
    }

    public readonly struct Metre : IMeasure
    {
        public static int Size => 100;

        public static int Twice(int value) => value * 2;
    }

    public readonly struct Foot : IMeasure
    {
        public static int Size => 30;

        public static int Twice(int value) => value << 1 | 1;
    }

    [XdpProgram]
    public static XdpAction CopySemantics(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var a = new Point((int)o.A, (int)o.B);
        Point b = a;
        b.X++;
        b.Scale(3);
        o.R0 = a.X;
        o.R1 = b.X;
        o.R2 = b.Y;
        o.R3 = (a + b).Dot;
        o.R4 = a + b;
        Changed(a);
        o.R5 = a.X;
        ChangedByRef(ref a);
        o.R6 = a.X;
        MakePoint(out Point made, (int)o.B);
        o.R7 = made;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Nested(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Segment s = default;
        s.From = new Point((int)o.A, 1);
        s.To.X = 5;
        s.To.Y = (int)o.B;
        s.Kind = (byte)o.A;
        Segment t = s;
        ref Point to = ref t.To;
        to.Scale(2);
        o.R0 = s.To.Y;
        o.R1 = t.To.Y;
        o.R2 = t.From.X + t.Kind;
        o.R3 = Length(in t);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Enums(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var color = (Color)o.A;
        o.R0 = (int)color;
        o.R1 = color == Color.Blue ? 1 : color > Color.Green ? 2 : 3;
        o.R2 = (int)(color | Color.Green);
        o.R3 = color - Color.Red;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Generics(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Second(1, o.A);
        o.R1 = Second(o.A, new Point(3, (int)o.B)).Y;
        int x = (int)o.A, y = (int)o.B;
        Swap(ref x, ref y);
        o.R2 = x;
        o.R3 = y;
        var pair = new Pair<int, long>(x, o.A);
        o.R4 = pair.Right + pair.Left;
        Swap(ref pair, ref pair);
        o.R5 = pair.Flip().Left;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction StaticAbstracts(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Measure<Metre>((int)o.A);
        o.R1 = Measure<Foot>((int)o.A);
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction RefLocals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int a = (int)o.A, b = (int)o.B;
        ref int larger = ref a > b ? ref a : ref b;
        larger = 7;
        o.R0 = a;
        o.R1 = b;
        ref long target = ref Pick(ref o, (o.A & 1) == 0);
        target += 5;
        return XdpAction.Pass;
    }

    private static void Changed(Point p) => p.X = 99;

    private static void ChangedByRef(ref Point p) => p.X = 99;

    private static void MakePoint(out Point p, int y) => p = new Point { X = 4, Y = y };

    private static long Length(in Segment s) => s.From.Dot + s.To.Dot;

    private static T Second<TOther, T>(TOther first, T second)
        where TOther : unmanaged
        where T : unmanaged => second;

    private static void Swap<T>(ref T a, ref T b)
        where T : unmanaged
    {
        T old = a;
        a = b;
        b = old;
    }

    private static int Measure<T>(int value)
        where T : IMeasure => T.Twice(value) + T.Size;

    private static ref long Pick(ref Operands o, bool first)
    {
        if (first)
            return ref o.R3;
        return ref o.R4;
    }

    public readonly struct Pair<TLeft, TRight>(TLeft left, TRight right)
        where TLeft : unmanaged
        where TRight : unmanaged
    {
        public readonly TLeft Left = left;
        public readonly TRight Right = right;

        public Pair<TRight, TLeft> Flip() => new(Right, Left);
    }

    [XdpProgram]
    public static XdpAction Addresses(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Ipv4Address.Parse("10.200.0.1").HostOrder;
        Ipv6Address wide = Ipv6Address.Parse("2001:db8::42:1");
        o.R1 = wide.Word0 * 3L + wide.Word3;
        MacAddress mac = MacAddress.Parse("02:00:5e:00:Fe:01"u8);
        o.R2 = mac == MacAddress.Parse("02-00-5E-00-FE-01") ? 1 : 0;
        o.R3 = mac == Unsafe.As<long, MacAddress>(ref o.A) ? 1 : 0;
        Unsafe.As<long, MacAddress>(ref o.R4) = mac;
        Ipv4Prefix inside = Ipv4Prefix.Parse("172.16.0.0/12");
        o.R5 = inside.Contains(Ipv4Address.FromHostOrder((uint)o.A)) ? inside.Length : -1;
        o.R6 = Ipv6Prefix.Parse("fe80::/10").Address.Word0 + Ipv6Prefix.Parse("::1"u8).Length;
        return XdpAction.Pass;
    }
}
