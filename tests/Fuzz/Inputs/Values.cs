using System;

namespace BpfSharp.Fuzz.Inputs;

/// <summary>Numbers at the edges of types and of what the compiler tells apart, and random ones.</summary>
internal static class Values
{
    private static readonly long[] s_interesting =
    [
        0, 1, -1, 2, 3, 5, 7, 10, 16, 31, 32, 33, 63, 64, 100, 127, 128, 200, 255, 256, 1000, -128, -129, short.MinValue, short.MaxValue, ushort.MaxValue,
        int.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MinValue, long.MaxValue, 0x1_8000_0000, 0x7fff_ffff_8000_0000, -0x1_0000_0000,
    ];

    public static long Next(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => s_interesting[random.Next(s_interesting.Length)] + random.Next(-2, 3),
        _ => s_interesting[random.Next(s_interesting.Length)],
    };
}
