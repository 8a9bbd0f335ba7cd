using System;
using System.Globalization;
using System.Text;

namespace BpfSharp.Compiler.Ir;

/// <summary>Tokens of the IR text. Comments run from ';;' to the end of the line.</summary>
internal sealed class IrScanner
{
    private readonly string _text;
    private int _position;

    public IrScanner(string text)
    {
        _text = text;
        SkipSpace();
    }

    public bool AtEnd => _position >= _text.Length;

    public IrFormatException Error(string problem)
    {
        int line = 1;
        for (int i = 0; i < _position && i < _text.Length; i++)
        {
            if (_text[i] == '\n')
                line++;
        }

        int end = Math.Min(_text.Length, _position + 30);
        return new IrFormatException($"line {line}: {problem} at '{_text.Substring(Math.Min(_position, end), end - Math.Min(_position, end))}'");
    }

    public bool TryTake(string token)
    {
        if (string.CompareOrdinal(_text, _position, token, 0, token.Length) != 0)
            return false;
        int end = _position + token.Length;
        if (IsWord(token[token.Length - 1]) && end < _text.Length && IsWord(_text[end]))
            return false;
        _position = end;
        SkipSpace();
        return true;
    }

    public void Expect(string token)
    {
        if (!TryTake(token))
            throw Error($"'{token}' is expected");
    }

    public bool Peek(string token) => string.CompareOrdinal(_text, _position, token, 0, token.Length) == 0;

    public bool PeekNumber() =>
        _position < _text.Length
        && (char.IsDigit(_text[_position]) || (_text[_position] == '-' && _position + 1 < _text.Length && char.IsDigit(_text[_position + 1])));

    /// <summary>At <c>%1:</c>, where the next instruction begins.</summary>
    public bool PeekDefinition()
    {
        int end = _position + 1;
        while (end < _text.Length && char.IsDigit(_text[end]))
            end++;
        return Peek("%") && end < _text.Length && _text[end] == ':';
    }

    /// <summary>Letters, digits, dots and underscores.</summary>
    public string Word()
    {
        int start = _position;
        while (_position < _text.Length && IsWord(_text[_position]))
            _position++;
        if (_position == start)
            throw Error("a word is expected");
        string word = _text.Substring(start, _position - start);
        SkipSpace();
        return word;
    }

    public string TypeName()
    {
        int start = _position;
        while (_position < _text.Length && _text[_position] is not ('<' or ']' or ','))
            _position++;
        return _text.Substring(start, _position - start);
    }

    public long Int64()
    {
        int start = _position;
        if (_position < _text.Length && _text[_position] == '-')
            _position++;
        while (_position < _text.Length && char.IsDigit(_text[_position]))
            _position++;
        if (!long.TryParse(_text.Substring(start, _position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            _position = start;
            throw Error("a number is expected");
        }

        // The suffix of an i64 constant belongs to the caller: no space is skipped before it.
        if (!Peek("L"))
            SkipSpace();
        return value;
    }

    public int Int32()
    {
        long value = Int64();
        if (value is < int.MinValue or > int.MaxValue)
            throw Error("the number is too large");
        return (int)value;
    }

    public string String()
    {
        if (AtEnd || _text[_position] != '"')
            throw Error("a quoted name is expected");
        var value = new StringBuilder();
        for (_position++; ; _position++)
        {
            if (AtEnd)
                throw Error("the quoted name has no end");
            char c = _text[_position];
            if (c == '"')
                break;
            if (c == '\\' && _position + 1 < _text.Length)
                c = _text[++_position];
            value.Append(c);
        }

        _position++;
        SkipSpace();
        return value.ToString();
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';

    private void SkipSpace()
    {
        while (_position < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_position]))
                _position++;
            else if (Peek(";;"))
                _position = _text.IndexOf('\n', _position) is int end and >= 0 ? end : _text.Length;
            else
                break;
        }
    }
}
