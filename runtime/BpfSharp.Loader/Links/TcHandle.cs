using System;
using System.Globalization;

namespace BpfSharp.Loader;

/// <summary>A qdisc or class, as tc writes it: hexadecimal <c>major:minor</c>; a qdisc has minor 0.</summary>
/// <param name="Major">The qdisc.</param>
/// <param name="Minor">The class; 0 is the qdisc itself.</param>
public readonly record struct TcHandle(ushort Major, ushort Minor)
{
    /// <summary>The kernel's number: the major part in the upper half.</summary>
    public uint Value => (uint)Major << 16 | Minor;

    /// <summary>Reads a text such as <c>1:10</c> or <c>1:</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TcHandle Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !TryParse(text.AsSpan(0, colon), out ushort major) || !TryParse(text.AsSpan(colon + 1), out ushort minor))
            throw new FormatException($"'{text}' is no handle of a qdisc or class: it has the form 1:10, in hexadecimal.");
        return new TcHandle(major, minor);
    }

    /// <inheritdoc/>
    public override string ToString() => Minor == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Major:x}:")
        : string.Create(CultureInfo.InvariantCulture, $"{Major:x}:{Minor:x}");

    private static bool TryParse(ReadOnlySpan<char> part, out ushort number)
    {
        number = 0;
        return part.IsEmpty || ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
