using System;
using System.Globalization;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// Alignment and format of an interpolation, as the kernel's formats say them: it has one width, which fills with spaces on the left, on the right (<c>-</c>) or with zeros (<c>0</c>),
/// and no precision (<c>bpf_bprintf_prepare</c>).
/// </summary>
internal readonly record struct TraceWidth(string Letter, int Digits, int Alignment)
{
    /// <summary>Of the text of the kernel's own lines (<c>BPF_TRACE_PRINTK_SIZE</c>, 1,024 bytes), a width should leave some to others.</summary>
    public const int Most = 99;

    /// <summary>Hexadecimal letter, or nothing.</summary>
    public string Hexadecimal => Letter is "x" or "X" ? Letter : "";

    public bool HasWidth => Alignment != 0 || Digits > 1;

    /// <summary>Numbers are never shorter than their digits, so that a smaller alignment does nothing.</summary>
    public bool IsBothNeeded => Digits > 1 && Math.Abs(Alignment) > Digits;

    /// <summary>What stands between <c>%</c> and the letter.</summary>
    public string Text => Digits > 1 ? "0" + Number(Digits) : Alignment == 0 ? "" : Number(Alignment);

    /// <summary>Null where the format is none that integers have both in .NET and in the kernel.</summary>
    public static TraceWidth? Parse(string format, int alignment)
    {
        if (format.Length == 0)
            return new TraceWidth("", 0, alignment);
        string letter = format.Substring(0, 1);
        string digits = format.Substring(1);
        if (letter is "G" or "g")
            return digits.Length == 0 ? new TraceWidth("", 0, alignment) : null;
        if (letter is not ("D" or "d" or "x" or "X"))
            return null;
        if (digits.Length == 0)
            return new TraceWidth(letter, 0, alignment);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= Most ? new TraceWidth(letter, count, alignment) : null;
    }

    /// <summary>An alignment alone, for texts.</summary>
    public static string Number(int alignment) => alignment == 0 ? "" : alignment.ToString(CultureInfo.InvariantCulture);
}
