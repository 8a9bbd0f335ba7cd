using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Checked conversions that are not written between two numbers: of enums, nullables, tuples, and of what is assigned to a narrow target.</summary>
public static partial class CheckedPrograms
{
    private static long s_converted;

    private enum Level : long
    {
        Low = -5,
    }

    private enum Small : byte
    {
        One = 1,
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Enums(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Level level = (Level)o.A;
        o.R0 = checked((int)level);
        o.R1 = (long)checked((Small)level);
        checked
        {
            o.R2 = (byte)(Small)o.R0;
            o.R3 = unchecked((sbyte)level);
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Nullable(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long? a = o.A > 5 ? o.A : null;
        checked
        {
            int? narrow = (int?)a;
            o.R0 = narrow ?? -1;
            o.R1 = ((byte?)narrow).HasValue ? 1 : 0;
            o.R2 = unchecked((short?)o.B) ?? 0;
            o.R3 = (uint)((long?)o.B).GetValueOrDefault();
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Tuples(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        (long A, long B) wide = (o.A, o.B);
        (int A, long B) half = checked(((int, long))wide);
        o.R0 = half.A;
        (short A, byte B) narrow = unchecked(((short, byte))wide);
        o.R1 = narrow.A + narrow.B;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Narrow_targets(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        byte shifted = (byte)o.A;
        sbyte negative = (sbyte)o.B;
        short? perhaps = o.A > 0 ? (short)o.A : null;
        checked
        {
            shifted >>= 1;
            o.R0 = shifted;
            shifted <<= (int)(o.B & 3);
            o.R1 = shifted;
            negative <<= 1;
            o.R2 = negative;
            o.R3 = (short?)(perhaps << 2) ?? 0;
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Inside_of_functions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        checked
        {
            o.R0 = Narrow((Level)o.A);

            static int Narrow(Level level) => (int)level;
        }

        unchecked
        {
            o.R1 = checked((ushort)(Level)o.B) + (byte)(Level)o.B;
        }

        return XdpAction.Pass;
    }

    // csc takes the values of compared tuples first, and converts them when it comes to their pair: not at all where one before differs.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Compared_tuples(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long a = o.A, b = o.B;
        long? maybe = b > 3 ? b : null;
        o.R0 = (a, (byte)1) == (b, checked((byte)(uint)a)) ? 1 : 0;
        o.R1 = (a & 1, 7L) != (1, checked((int)b)) ? 1 : 0;
        o.R2 = (b & 1, (int?)7) == (1, checked((int?)maybe)) ? 1 : 0;
        o.R3 = (a & 3, 7L) == (1, (long)maybe!) ? 1 : 0;
        return XdpAction.Pass;
    }

    // So it is where the right side has branches of its own, for which what is left of them is put aside.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Compared_tuples_with_branches(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long a = o.A, b = o.B;
        o.R0 = (a, (byte)1) == (b, checked((byte)(uint)a)) ? 1 : 0;
        o.R1 = (a & 1, (byte)checked((short)b)) != (1, (byte)(a > 3 ? b : a)) ? 1 : 0;
        o.R2 = (b & 1, checked((int)(a > b ? a : b))) == (1, b > 5 ? 7 : checked((int)a)) ? 1 : 0;
        o.R3 = (a & 2, (checked((uint)b), 7)) == (2, (b switch { 3 => 5u, > 100 => checked((uint)a), _ => 9u }, 7)) ? 1 : 0;
        return XdpAction.Pass;
    }

    // An operator that nobody wrote a cast for waits too; one with a cast doesn't.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Compared_with_operators(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Wrapped first = new(o.A), second = new(o.B);
        (Wrapped, long) left = (first, o.B);
        o.R0 = (o.A & 1, first) == (1, second) ? 1 : 0;
        o.R1 = (o.A & 1, (long)first) == (1, (long)second) ? 1 : 0;
        o.R2 = (o.B & 1, (long)(int)(long)first) == (1, o.B) ? 1 : 0;
        o.R3 = left == (second, o.A) ? 1 : 0;
        o.R4 = s_converted;
        return XdpAction.Pass;
    }

    private readonly struct Wrapped(long value)
    {
        private readonly long _value = value;

        public static implicit operator long(Wrapped wrapped)
        {
            s_converted++;
            return wrapped._value;
        }

        public static bool operator ==(Wrapped a, Wrapped b) => a._value == b._value;

        public static bool operator !=(Wrapped a, Wrapped b) => a._value != b._value;

        public override bool Equals(object? other) => false;

        public override int GetHashCode() => 0;
    }
}
