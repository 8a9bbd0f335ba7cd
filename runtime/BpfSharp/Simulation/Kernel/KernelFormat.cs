using System;
using System.Globalization;
using System.Text;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The numbers in <c>bpf_trace_printk</c> formats, as <c>bpf_bprintf_prepare</c> of <c>kernel/bpf/helpers.c</c> takes them.</summary>
internal static class KernelFormat
{
    /// <returns>Bytes of the line, or a negative error number.</returns>
    public static int TryFormat(ReadOnlySpan<byte> format, ReadOnlySpan<ulong> arguments, out string line)
    {
        line = "";
        string text = Encoding.UTF8.GetString(format);
        var output = new StringBuilder();
        int next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                output.Append(text[i]);
                continue;
            }

            i++;
            if (i < text.Length && text[i] == '%')
            {
                output.Append('%');
                continue;
            }

            int start = i;
            while (i < text.Length && text[i] is '0' or ' ' or '+' or '-')
                i++;
            string flags = text[start..i];
            start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                i++;
            _ = int.TryParse(text.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out int width);
            start = i;
            while (i < text.Length && i - start < 2 && text[i] == 'l')
                i++;
            if (i >= text.Length || next >= arguments.Length || Number(text[i], isLong: i > start, arguments[next++], flags) is not { } number)
                return -KernelError.Invalid;
            output.Append(Pad(number, flags, width));
        }

        line = output.ToString();
        return Encoding.UTF8.GetByteCount(line);
    }

    private static string? Number(char conversion, bool isLong, ulong value, string flags)
    {
        long signed = isLong ? (long)value : (int)value;
        ulong unsigned = isLong ? value : (uint)value;
        return conversion switch
        {
            'd' or 'i' => (signed >= 0 && flags.Contains('+') ? "+" : "") + signed.ToString(CultureInfo.InvariantCulture),
            'u' => unsigned.ToString(CultureInfo.InvariantCulture),
            'x' => unsigned.ToString("x", CultureInfo.InvariantCulture),
            'X' => unsigned.ToString("X", CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    private static string Pad(string number, string flags, int width)
    {
        if (flags.Contains('-'))
            return number.PadRight(width);
        if (!flags.Contains('0') || number.Length >= width)
            return number.PadLeft(width);
        return number[0] is '-' or '+' ? number[0] + number[1..].PadLeft(width - 1, '0') : number.PadLeft(width, '0');
    }
}
