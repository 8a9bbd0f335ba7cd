namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>A number of which some bits are known (the kernel's <c>struct tnum</c>): a set bit of <see cref="Mask"/> is unknown, and clear in <see cref="Value"/>.</summary>
internal readonly struct Tnum(ulong value, ulong mask)
{
    public readonly ulong Value = value;

    public readonly ulong Mask = mask;

    public static Tnum Unknown => new(0, ulong.MaxValue);

    public bool IsConstant => Mask == 0;

    /// <summary>Whether the low half is a known number.</summary>
    public bool IsConstant32 => (uint)Mask == 0;

    /// <summary>The low half, widened by zeros.</summary>
    public Tnum Low => new((uint)Value, (uint)Mask);

    public static Tnum Constant(ulong value) => new(value, 0);

    /// <summary>The bits that all numbers between two have in common.</summary>
    public static Tnum Range(ulong min, ulong max)
    {
        int bits = Width(min ^ max);
        if (bits > 63)
            return Unknown;
        ulong delta = (1UL << bits) - 1;
        return new(min & ~delta, delta);
    }

    public static Tnum operator +(Tnum a, Tnum b)
    {
        ulong values = a.Value + b.Value;
        ulong carries = (a.Mask + b.Mask + values) ^ values;
        ulong unknown = carries | a.Mask | b.Mask;
        return new(values & ~unknown, unknown);
    }

    public static Tnum operator -(Tnum a, Tnum b)
    {
        ulong difference = a.Value - b.Value;
        ulong borrows = (difference + a.Mask) ^ (difference - b.Mask);
        ulong unknown = borrows | a.Mask | b.Mask;
        return new(difference & ~unknown, unknown);
    }

    public static Tnum operator &(Tnum a, Tnum b)
    {
        ulong value = a.Value & b.Value;
        return new(value, (a.Value | a.Mask) & (b.Value | b.Mask) & ~value);
    }

    public static Tnum operator |(Tnum a, Tnum b)
    {
        ulong value = a.Value | b.Value;
        return new(value, (a.Mask | b.Mask) & ~value);
    }

    public static Tnum operator ^(Tnum a, Tnum b)
    {
        ulong unknown = a.Mask | b.Mask;
        return new((a.Value ^ b.Value) & ~unknown, unknown);
    }

    /// <summary>Long multiplication: an unknown bit of <paramref name="a"/> gives what is common with and without it.</summary>
    public static Tnum operator *(Tnum a, Tnum b)
    {
        Tnum sum = Constant(0);
        for (; (a.Value | a.Mask) != 0; a = a.ShiftRight(1), b = b.ShiftLeft(1))
        {
            if ((a.Value & 1) != 0)
                sum += b;
            else if ((a.Mask & 1) != 0)
                sum = Union(sum, sum + b);
        }

        return sum;
    }

    /// <summary>What holds of either.</summary>
    public static Tnum Union(Tnum a, Tnum b)
    {
        ulong unknown = (a.Value ^ b.Value) | a.Mask | b.Mask;
        return new(a.Value & b.Value & ~unknown, unknown);
    }

    /// <summary>What is known of a number of which both hold.</summary>
    public static Tnum Intersect(Tnum a, Tnum b)
    {
        ulong unknown = a.Mask & b.Mask;
        return new((a.Value | b.Value) & ~unknown, unknown);
    }

    /// <summary>Whether one number can be both.</summary>
    public static bool Overlap(Tnum a, Tnum b)
    {
        ulong known = ~a.Mask & ~b.Mask;
        return (a.Value & known) == (b.Value & known);
    }

    public Tnum ShiftLeft(int count) => new(Value << count, Mask << count);

    public Tnum ShiftRight(int count) => new(Value >> count, Mask >> count);

    public Tnum ShiftRightSigned(int count, bool wide) => wide
        ? new((ulong)((long)Value >> count), (ulong)((long)Mask >> count))
        : new((uint)((int)Value >> count), (uint)((int)Mask >> count));

    /// <summary>The low bytes.</summary>
    public Tnum Cast(int bytes)
    {
        ulong kept = bytes == 8 ? ulong.MaxValue : (1UL << (bytes * 8)) - 1;
        return new(Value & kept, Mask & kept);
    }

    /// <summary>This with another low half.</summary>
    public Tnum WithLow(Tnum low) => new((Value & ~(ulong)uint.MaxValue) | (uint)low.Value, (Mask & ~(ulong)uint.MaxValue) | (uint)low.Mask);

    /// <summary>Whether all that <paramref name="other"/> can be, this can be.</summary>
    public bool Contains(Tnum other) => (other.Mask & ~Mask) == 0 && (other.Value & ~Mask) == Value;

    /// <summary>The least number above another that this can be; its greatest where there is none.</summary>
    public ulong Next(ulong number)
    {
        ulong greatest = Value | Mask;
        if (number >= greatest)
            return greatest;
        ulong least = number + 1;
        ulong wrong = (least ^ Value) & ~Mask;
        if (wrong == 0)
            return least;
        ulong highest = 1UL << (Width(wrong) - 1);
        // A known one where there is a zero: all below becomes as small as it can be. A known zero: a higher unknown bit must be set.
        if ((least & highest) == 0)
            return WithTail(least, highest);
        ulong free = Mask & ~least & ~((highest << 1) - 1);
        return free == 0 ? greatest : WithTail(least | (free & (0 - free)), (free & (0 - free)) >> 1);
    }

    private ulong WithTail(ulong number, ulong highest)
    {
        ulong tail = (highest << 1) - 1;
        return (number & ~tail) | (Value & tail);
    }

    /// <summary>Bits up to the highest set one.</summary>
    public static int Width(ulong value)
    {
        int width = 0;
        for (int step = 32; step != 0; step >>= 1)
        {
            if (value >> step != 0)
            {
                value >>= step;
                width += step;
            }
        }

        return width + (int)value;
    }

    public override string ToString() => Mask == 0 ? $"{Value}" : $"({Value:x}; {Mask:x})";
}
