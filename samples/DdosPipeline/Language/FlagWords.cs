using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;

namespace DdosPipeline.Language;

/// <summary>Reads TCP flags: <c>syn</c>, <c>syn+ack</c>, <c>none</c>; behind a slash, which flags are looked at: <c>syn/syn+ack</c>. All six if not said.</summary>
internal static class FlagWords
{
    public const string Form = "flags syn or syn/syn+ack";
    private const uint AllFlags = 0x3f;

    private static readonly Dictionary<string, TcpFlags> s_flags = new()
    {
        ["fin"] = TcpFlags.Fin,
        ["syn"] = TcpFlags.Syn,
        ["rst"] = TcpFlags.Rst,
        ["psh"] = TcpFlags.Psh,
        ["ack"] = TcpFlags.Ack,
        ["urg"] = TcpFlags.Urg,
        ["none"] = TcpFlags.None,
    };

    /// <summary>The values of the six flags that do.</summary>
    public static IReadOnlyList<ValueRange> Read(Word word)
    {
        string[] sides = word.Text.Split('/');
        if (sides.Length > 2)
            throw word.Wrong($"this is '{Form}'");
        uint set = Flags(word, sides[0], 0);
        uint looked = sides.Length == 1 ? AllFlags : Flags(word, sides[1], sides[0].Length + 1);
        if ((set & ~looked) != 0)
            throw word.Wrong($"'{sides[0]}' has a flag that '{sides[1]}' has not");
        return [.. Enumerable.Range(0, (int)AllFlags + 1).Where(v => ((uint)v & looked) == set).Select(static v => new ValueRange((uint)v, (uint)v))];
    }

    private static uint Flags(Word word, string text, int at)
    {
        uint flags = 0;
        foreach (string name in text.Split('+'))
        {
            if (!s_flags.TryGetValue(name, out TcpFlags flag))
                throw new SignatureException(word.Column + at, $"'{name}' is no flag: {string.Join(", ", s_flags.Keys)}");
            flags |= (uint)flag;
            at += name.Length + 1;
        }

        return flags;
    }
}
