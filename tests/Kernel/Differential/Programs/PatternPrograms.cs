using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Patterns of every kind; how often members are looked at.</summary>
public static partial class PatternPrograms
{
    private static int s_trail;

    public record struct Flow(int Source, long Target);

    public record struct Nested(Flow Flow, byte Kind);

    public struct Point
    {
        public int X;
        public int Y;

        public readonly int Counted
        {
            get
            {
                s_trail = s_trail * 7 + 1;
                return X;
            }
        }

        public readonly void Deconstruct(out int x, out int y)
        {
            s_trail = s_trail * 7 + 2;
            x = X;
            y = Y;
        }
    }

    public interface ILevel
    {
        int Level { get; set; }

        int this[int step] { get; }
    }

    public struct Low : ILevel
    {
        public int Level { get; set; }

        public readonly int this[int step] => Level + step;
    }

    public struct High : ILevel
    {
        private long _level;

        public int Level
        {
            readonly get => (int)_level * 3;
            set => _level = value + 1L;
        }

        public readonly int this[int step] => (int)_level - step;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Positional(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var flow = new Flow((int)o.A, o.B);
        o.R0 = flow switch { (0, _) => 1, ( > 0, < 0) => 2, (var a, 7) => a, (var a, var b) when a > b => a, _ => 4 };
        o.R1 = new Nested(flow, (byte)o.B) is ((var source, > 5 and var target), not 9) ? source + target : -1;
        o.R2 = new Nested(flow, 3) is { Flow.Source: > 5, Flow.Target: var t, Kind: 3 } ? t : 0;
        o.R3 = ((int)o.A, o.B) switch { (0, _) => 1, (_, 0) => 2, ( > 0, > 0) => 3, var (a, b) when a < b => a, (var a, _) => a * 3L };
        o.R4 = (o.A > 0, o.B > 0) switch { (true, true) => 1, (true, false) => 2, (false, _) => 3 };
        return flow is not (_, > 100) ? XdpAction.Pass : XdpAction.Tx;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Lists(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes[..100];
        o.R0 = bytes is [_, _, .. { Length: var length }, var last] ? length * 256 + last : -1;
        o.R1 = bytes[14..] switch { [0, ..] => 1, [1, 0, 0, ..] => 2, [var a, var b, ..] when a < b => a, [.., > 128, _] => 4, _ => 5 };
        Span<int> values = stackalloc int[3] { (int)o.A, (int)o.B, 5 };
        o.R2 = values[(int)(o.A & 3)..] switch { [] => 1, [5] => 2, [0, .. var rest] => rest.Length, [var a, 5] => a, [_, > 0, ..] => 3, _ => 4 };
        return bytes is [0 or 1, ..] ? XdpAction.Tx : XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Looks(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var point = new Point { X = (int)o.A & 7, Y = (int)o.B & 3 };
        s_trail = 0;
        o.R0 = point switch { { Counted: 1 } => 1, (3, _) => 2, { Counted: 2 } when o.B > 0 => 3, (_, 1) => 4, _ => 5 };
        o.R1 = s_trail;
        s_trail = 0;
        o.R2 = point is { Counted: > 2 } and (_, > 1) or { Counted: 1 } ? 1 : 0;
        o.R3 = s_trail;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction NoArm(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int? some = o.B > 0 ? (int)o.A : null;
        o.R0 = some is (> 3 or < 0) and var value ? value : some is int ? 1 : 2;
        o.R1 = some is not { } present ? -1 : present;
#pragma warning disable CS8509 // not exhaustive: that is what is tested
        o.R2 = (o.A & 3) switch { 0 => 10, 1 => 11, 2 => 12 };
#pragma warning restore CS8509
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ConstrainedProperties(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Raise(new Low(), (int)o.A);
        o.R1 = Raise(new High(), (int)o.A);
        return XdpAction.Pass;
    }

    private static int Raise<T>(T value, int by)
        where T : unmanaged, ILevel
    {
        value.Level = by;
        value.Level += 3;
        value.Level++;
        return value.Level * 31 + value[5];
    }
}
