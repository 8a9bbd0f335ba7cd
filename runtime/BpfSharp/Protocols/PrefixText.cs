using System;
using System.Globalization;

namespace BpfSharp.Protocols;

/// <summary>The text of networks: address, slash, length.</summary>
internal static class PrefixText
{
    public static bool TrySplit(ReadOnlySpan<char> text, int maxLength, out ReadOnlySpan<char> address, out int length)
    {
        int slash = text.IndexOf('/');
        address = slash < 0 ? text : text[..slash];
        length = maxLength;
        if (slash < 0)
            return true;
        ReadOnlySpan<char> digits = text[(slash + 1)..];
        return (digits.Length == 1 || !digits.StartsWith("0"))
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length)
            && length <= maxLength;
    }
}
