using System;

namespace BpfSharp.Language.Library;

/// <summary>Generic and not, with private callees and faults.</summary>
public static class Measures
{
    [BpfFunction]
    public static long InUnits<T>(long value)
        where T : IUnit => T.Round(value / T.Scale) + Offset(value);

    [BpfFunction]
    public static unsafe int SizeOf<T>()
        where T : unmanaged => sizeof(T);

    [BpfFunction]
    public static long Weighted(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        for (int i = 0; i < 8; i++)
            sum += bytes[i] << i;
        return sum;
    }

    [BpfFunction]
    public static bool TryPick<T>(in Pair<T, T> pair, bool first, out T picked)
        where T : unmanaged
    {
        picked = first ? pair.First : pair.Second;
        return first || SizeOf<T>() == 2;
    }

    private static long Offset(long value) => value < 0 ? -1 : 1;
}
