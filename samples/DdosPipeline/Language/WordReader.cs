using System.Collections.Generic;

namespace DdosPipeline.Language;

/// <summary>Goes through the words of a line.</summary>
internal sealed class WordReader(List<Word> words, int next, string line)
{
    private int _next = next;

    public bool TryNext(out Word word)
    {
        bool has = _next < words.Count;
        word = has ? words[_next++] : default;
        return has;
    }

    /// <summary>The next word.</summary>
    /// <param name="after">What it belongs to.</param>
    /// <param name="form">How that is written.</param>
    public Word Next(Word after, string form) => TryNext(out Word word) ? word : throw after.Wrong($"this is '{form}'");

    /// <summary>Takes a word if it comes next.</summary>
    public bool Take(string text)
    {
        if (_next >= words.Count || words[_next].Text != text)
            return false;
        _next++;
        return true;
    }

    /// <summary>All that follows, as it stands in the line.</summary>
    public Word Rest(Word after, string form)
    {
        Word first = Next(after, form);
        _next = words.Count;
        return first with { Text = line[(first.Column - 1)..].Split('#')[0].TrimEnd() };
    }
}
