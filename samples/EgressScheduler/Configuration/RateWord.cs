using System;
using System.Globalization;

namespace EgressScheduler.Configuration;

/// <summary>Rates as tc writes them.</summary>
internal static class RateWord
{
    private const long Least = 64_000;
    private const long Most = 10_000_000_000;

    private static readonly (string Unit, long Bits)[] s_units = [("kbit", 1_000), ("mbit", 1_000_000), ("gbit", 1_000_000_000)];

    /// <summary>Bits a second.</summary>
    public static long Parse(string word)
    {
        foreach ((string unit, long bits) in s_units)
        {
            if (word.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(word.AsSpan(0, word.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number * bits is >= Least and <= Most)
                return number * bits;
        }

        throw new FormatException($"'{word}' is no rate: 64kbit to 10gbit, such as 500kbit or 40mbit");
    }
}
