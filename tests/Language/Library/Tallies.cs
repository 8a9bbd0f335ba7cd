using System;

namespace BpfSharp.Language.Library;

/// <summary>State and tables that belong to the library.</summary>
public static class Tallies
{
    public static long Total = 40;
    private static int s_calls;
    private static Pair<byte, uint> s_last;

    private static ReadOnlySpan<ushort> Weights => [7, 500, 65_535, 1];

    [BpfFunction]
    public static long Add(long value)
    {
        s_calls++;
        s_last = new Pair<byte, uint>((byte)value, (uint)s_calls);
        Total += value * Weights[(int)(value & 3)];
        return Total + s_last.First + s_last.Second;
    }

    [BpfFunction]
    public static int Digit(long value) => "0123456789abcdef"u8[(int)(value & 15)] + Key(value);

    private static int Key(long value) => Nested.Seen ^= (int)value;

    private static class Nested
    {
        public static int Seen = -3;
    }
}
