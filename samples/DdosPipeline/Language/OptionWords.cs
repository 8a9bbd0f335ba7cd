using System.Collections.Generic;

namespace DdosPipeline.Language;

/// <summary>Reads the order of TCP options, by p0f's names: <c>mss,sok,ts,nop,ws</c>; or <c>none</c>.</summary>
internal static class OptionWords
{
    public const string Form = "options mss,sok,ts,nop,ws or options none";

    private const int Most = 15;

    private static readonly Dictionary<string, ulong> s_codes = new()
    {
        ["eol"] = TcpOptionOrder.End,
        ["nop"] = TcpOptionOrder.NoOperation,
        ["mss"] = TcpOptionOrder.MaximumSegment,
        ["ws"] = TcpOptionOrder.WindowScale,
        ["sok"] = TcpOptionOrder.SackPermitted,
        ["sack"] = TcpOptionOrder.Sack,
        ["ts"] = TcpOptionOrder.Timestamps,
        ["?"] = TcpOptionOrder.Other,
    };

    public static ulong Read(Word word)
    {
        if (word.Text == "none")
            return 0;
        ulong order = 0;
        int at = 0, count = 0;
        foreach (string name in word.Text.Split(','))
        {
            if (!s_codes.TryGetValue(name, out ulong code))
                throw new SignatureException(word.Column + at, $"'{name}' is no option: {string.Join(", ", s_codes.Keys)}");
            if (++count > Most)
                throw new SignatureException(word.Column + at, $"more than {Most} options");
            order = (order << 4) | code;
            at += name.Length + 1;
        }

        return order;
    }
}
