using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Record structs, tuples, patterns, members of every kind, local functions, extension members, generics.</summary>
public static partial class ShapePrograms
{
    public record struct Flow(int Source, int Target)
    {
        public byte Kind { get; set; } = 1;

        public readonly Flow Reversed => new(Target, Source) { Kind = Kind };
    }

    public readonly record struct Edge(Flow From, long Weight);

    public struct Grid
    {
        private int _a;
        private int _b;

        public int this[int at]
        {
            readonly get => at == 0 ? _a : _b;
            set
            {
                if (at == 0)
                    _a = value;
                else
                    _b = value;
            }
        }

        public int Both
        {
            readonly get => _a + _b;
            set => (_a, _b) = (value, -value);
        }

        public static bool operator ==(Grid x, Grid y) => x._a == y._a && x._b == y._b;

        public static bool operator !=(Grid x, Grid y) => !(x == y);

        public static Grid operator -(Grid x) => new() { _a = -x._a, _b = -x._b };

        public static Grid operator ++(Grid x) => new() { _a = x._a + 1, _b = x._b };

        public static explicit operator int(Grid x) => x._a * 1000 + x._b;

        public override readonly bool Equals(object? other) => other is Grid grid && grid == this;

        public override readonly int GetHashCode() => _a;
    }

    public interface IRank<TSelf>
        where TSelf : unmanaged, IRank<TSelf>
    {
        static abstract int Rank(TSelf value);

        static abstract TSelf operator +(TSelf x, TSelf y);

        static virtual int Factor => 2;
    }

    public readonly struct Small(int value) : IRank<Small>
    {
        private readonly int _value = value;

        public static int Rank(Small value) => value._value & 0xff;

        public static Small operator +(Small x, Small y) => new(x._value + y._value);
    }

    public readonly struct Big(long value) : IRank<Big>
    {
        private readonly long _value = value;

        public static int Factor => 5;

        public static int Rank(Big value) => (int)(value._value >> 8);

        public static Big operator +(Big x, Big y) => new(x._value ^ y._value);
    }

    [XdpProgram]
    public static XdpAction Records(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var flow = new Flow((int)o.A, (int)o.B);
        Flow other = flow with { Kind = 7 };
        o.R0 = flow == other ? 1 : 0;
        o.R1 = flow.Reversed.Reversed == flow ? 1 : 0;
        o.R2 = flow.Equals(other with { Kind = 1 }) ? 1 : 0;
        (int source, int target) = other;
        o.R3 = source - target * 3L;
        var edge = new Edge(other, o.A);
        Edge heavier = edge with { Weight = edge.Weight + 1 };
        o.R4 = heavier != edge ? heavier.Weight : 0;
        o.R5 = heavier.From.Kind;
        return flow is { Source: > 0, Target: var t } && t < 0 ? XdpAction.Tx : XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction TupleLocals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        (int Low, long High) pair = ((int)o.A, o.B);
        pair.Low++;
        (long x, int y) = (pair.High, pair.Low);
        (x, y) = (y, (int)x);
        o.R0 = x;
        o.R1 = y;
        o.R2 = pair == (1, 2L) ? 1 : 0;
        o.R3 = pair != ((int)o.A + 1, o.B) ? 1 : 0;
        (int quotient, _) = Divide((int)o.A);
        o.R4 = quotient;
        var (a, (b, c)) = (1, ((short)o.A, (byte)o.B));
        o.R5 = a + b * c;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Members(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Grid grid = default;
        grid[0] = (int)o.A;
        grid[1] += 5;
        grid[0]++;
        o.R0 = (int)grid;
        grid.Both = (int)o.B;
        o.R1 = grid.Both + grid[1];
        Grid negative = -grid;
        o.R2 = negative == grid ? 1 : 0;
        negative++;
        o.R3 = negative != grid ? (int)negative : -1;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction LocalFunctions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Twice((int)o.A) + Twice(3);
        o.R1 = Larger(o.A, o.B);
        int calls = 0;
        Count(ref calls, 2);
        Count(ref calls, (int)o.A);
        o.R2 = calls;
        return XdpAction.Pass;

        static int Twice(int value) => value * 2;

        static void Count(ref int calls, int by) => calls = calls * 10 + by;
    }

    [XdpProgram]
    public static XdpAction Extensions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = o.A.LowHalf;
        o.R1 = o.B.Mixed((int)o.A);
        o.R2 = o.A.OldStyle(3);
        o.R3 = long.Answer(2);
        int value = (int)o.A;
        value.Bump();
        o.R4 = value;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction GenericMath(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Ranked(new Small((int)o.A), new Small((int)o.B));
        o.R1 = Ranked(new Big(o.A), new Big(o.B));
        var box = new Box<Small>();
        box.Put(new Small((int)o.B));
        o.R2 = box.Count * 100 + Small.Rank(box.Value);
        o.R3 = Size<Box<Big>>() + Size<Flow>();
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction PatternKinds(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int a = (int)o.A;
        o.R0 = a is 0 or 1 or > 100 and not 200 ? 1 : 0;
        o.R1 = a is < 5 and var copy ? copy : -1;
        o.R2 = (byte)o.B switch { 0 => 1, < 10 => 2, (byte)'A' => 3, >= 0x80 and var big => big, _ => 5 };
        var flow = new Flow(a, (int)o.B);
        o.R3 = flow switch
        {
            { Source: 0 } => 1,
            { Source: < 0, Target: < 0 } => 2,
            { Reversed.Source: 7 } => 3,
            { Kind: 1 } when a > 50 => 4,
            _ => 5,
        };
        o.R4 = flow is { Source: var s } ? s : 0;
        switch (o.A)
        {
            case < 0 when o.B < 0:
                o.R5 = 1;
                break;
            case < 0:
                o.R5 = 2;
                break;
            case long.MaxValue:
                goto default;
            case > 1000 and < 100_000:
                o.R5 = 4;
                goto case 5;
            case 5:
                o.R5++;
                break;
            default:
                o.R5 = -1;
                break;
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Jumps(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int steps = 0;
        uint x = (uint)o.A & 0xff;
    again:
        if (steps >= 12)
            goto done;
        steps++;
        if (x == 1)
            goto done;
        x = (x & 1) == 0 ? x / 2 : x * 3 + 1;
        goto again;
    done:
        o.R0 = steps;
        o.R1 = x;
        return XdpAction.Pass;
    }

    private static T Larger<T>(T x, T y)
        where T : unmanaged, IComparable<T> => Size<T>() > 4 ? x : y;

    private static unsafe int Size<T>()
        where T : unmanaged => sizeof(T);

    private static int Ranked<T>(T x, T y)
        where T : unmanaged, IRank<T> => T.Rank(x + y) * T.Factor + T.Rank(x);

    private static (int Quotient, int Remainder) Divide(int value) => (value / 10, value % 10);

    public struct Box<T>
        where T : unmanaged
    {
        public T Value;

        public int Count { get; private set; }

        public void Put(T value)
        {
            Value = value;
            Count++;
        }
    }
}

internal static class LongExtensions
{
    extension(long value)
    {
        public int LowHalf => (int)value;

        public long Mixed(int by) => value * by + 1;

        public static int Answer(int times) => 42 * times;
    }

    public static long OldStyle(this long value, int shift) => value >> shift;

    public static void Bump(this ref int value) => value += 17;
}
