using System;
using System.Globalization;
using System.Text;

namespace DdosPipeline.Language;

/// <summary>Reads bytes: <c>1700??2a</c>, where a question mark is any half of a byte, <c>1700032a/ff00ffff</c>, or <c>"text"</c>.</summary>
internal static class ByteWords
{
    public static (byte[] Value, byte[] Mask) Read(Word word)
    {
        if (word.Text.Length == 0)
            throw word.Wrong("no bytes");
        if (word.IsQuoted)
        {
            byte[] text = Encoding.UTF8.GetBytes(word.Text);
            return (text, Full(text.Length));
        }

        string[] sides = word.Text.Split('/');
        if (sides.Length > 2)
            throw word.Wrong("bytes have one mask");
        (byte[] value, byte[] mask) = Digits(word, sides[0], 0);
        if (sides.Length == 2)
        {
            (byte[] given, _) = Digits(word, sides[1], sides[0].Length + 1);
            if (given.Length != value.Length)
                throw new SignatureException(word.Column + sides[0].Length + 1, $"the mask has {given.Length} bytes, the pattern {value.Length}");
            for (int i = 0; i < mask.Length; i++)
                mask[i] &= given[i];
        }

        for (int i = 0; i < value.Length; i++)
            value[i] &= mask[i];
        return (value, mask);
    }

    private static (byte[] Value, byte[] Mask) Digits(Word word, string digits, int at)
    {
        if (digits.Length == 0 || digits.Length % 2 != 0)
            throw new SignatureException(word.Column + at, $"'{digits}' has {digits.Length} digits: a byte has two");
        byte[] value = new byte[digits.Length / 2];
        byte[] mask = new byte[value.Length];
        for (int i = 0; i < digits.Length; i++)
        {
            int shift = i % 2 == 0 ? 4 : 0;
            if (digits[i] == '?')
                continue;
            if (!byte.TryParse(digits.AsSpan(i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte digit))
                throw new SignatureException(word.Column + at + i, $"'{digits[i]}' is no hexadecimal digit");
            value[i / 2] |= (byte)(digit << shift);
            mask[i / 2] |= (byte)(0xf << shift);
        }

        return (value, mask);
    }

    private static byte[] Full(int length)
    {
        byte[] mask = new byte[length];
        Array.Fill(mask, byte.MaxValue);
        return mask;
    }
}
