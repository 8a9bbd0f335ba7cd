using System;
using System.Globalization;

namespace EgressScheduler.Configuration;

/// <summary>Numbers that packets carry: class, mark, DSCP.</summary>
internal static class LabelWords
{
    private const int MostDscp = 63;

    /// <summary>The minor number of a class, in hexadecimal as tc has it.</summary>
    public static ushort Minor(string word) =>
        ushort.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort minor) && minor is > Egress.DefaultMinor and < ushort.MaxValue
            ? minor
            : throw new FormatException($"'{word}' is no class: 2 to fffe, in hexadecimal (1 is the default's)");

    public static uint Mark(string word)
    {
        bool read = word.StartsWith("0x", StringComparison.Ordinal)
            ? uint.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint mark)
            : uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out mark);
        return read && mark != 0 ? mark : throw new FormatException($"'{word}' is no mark: 1 to 4294967295, or 0x1 to 0xffffffff");
    }

    /// <summary>A DSCP by number or name: <c>ef</c> (RFC 3246), <c>cs0</c> to <c>cs7</c> (RFC 2474), <c>af11</c> to <c>af43</c> (RFC 2597).</summary>
    public static byte Dscp(string word)
    {
        if (byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) && number <= MostDscp)
            return number;
        return word switch
        {
            "ef" => 46,
            ['c', 's', >= '0' and <= '7' and var precedence] => (byte)((precedence - '0') * 8),
            ['a', 'f', >= '1' and <= '4' and var queue, >= '1' and <= '3' and var drop] => (byte)((queue - '0') * 8 + (drop - '0') * 2),
            _ => throw new FormatException($"'{word}' is no DSCP: 0 to 63, ef, cs0 to cs7, or af11 to af43"),
        };
    }
}
