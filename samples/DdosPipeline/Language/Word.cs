using System;
using System.Collections.Generic;
using System.Globalization;

namespace DdosPipeline.Language;

/// <summary>A word of a line.</summary>
/// <param name="Text">The word; quoted text without its quotes.</param>
/// <param name="Column">Where it begins, from 1.</param>
/// <param name="IsQuoted">Whether it stood between quotes.</param>
internal readonly record struct Word(string Text, int Column, bool IsQuoted = false)
{
    public SignatureException Wrong(string reason) => new(Column, reason);

    /// <summary>A number within bounds.</summary>
    public uint Number(string what, uint least, uint most) => uint.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) && value >= least && value <= most
        ? value
        : throw Wrong($"'{Text}' is not {what}: {least} to {most}");

    /// <summary>A number, or two with a dash between.</summary>
    public ValueRange Range(string what, uint least, uint most)
    {
        int dash = Text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            uint only = Number(what, least, most);
            return new ValueRange(only, only);
        }

        var range = new ValueRange(
            new Word(Text[..dash], Column).Number(what, least, most),
            new Word(Text[(dash + 1)..], Column + dash + 1).Number(what, least, most));
        return range.First <= range.Last ? range : throw Wrong($"'{Text}' ends before it begins");
    }

    /// <summary>Splits a line; <c>#</c> begins a comment.</summary>
    /// <exception cref="SignatureException">A quote is not closed.</exception>
    public static List<Word> Split(string line)
    {
        var words = new List<Word>();
        int at = 0;
        while (at < line.Length && line[at] != '#')
        {
            int start = at;
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
            }
            else if (line[at] == '"')
            {
                int end = line.IndexOf('"', at + 1);
                if (end < 0)
                    throw new SignatureException(start + 1, "the quote is not closed");
                words.Add(new Word(line[(start + 1)..end], start + 1, IsQuoted: true));
                at = end + 1;
            }
            else
            {
                while (at < line.Length && !char.IsWhiteSpace(line[at]) && line[at] != '#')
                    at++;
                words.Add(new Word(line[start..at], start + 1));
            }
        }

        return words;
    }
}
