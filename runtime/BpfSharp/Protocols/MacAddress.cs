using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>An Ethernet address: 6 bytes, as in packets and as keys and values of maps.</summary>
[BpfFunction]
[BpfTraceFormat("%02x:%02x:%02x:%02x:%02x:%02x")]
public readonly struct MacAddress : IEquatable<MacAddress>, ISpanParsable<MacAddress>, ISpanFormattable
{
    private const int ByteCount = 6;
    private const int TextLength = 17;

    // Three halfwords: headers align addresses to 2, and the BPF stack takes aligned accesses only.
    private readonly ushort _network0;
    private readonly ushort _network1;
    private readonly ushort _network2;

    /// <summary>The address <paramref name="a"/>:<paramref name="b"/>:<paramref name="c"/>:<paramref name="d"/>:<paramref name="e"/>:<paramref name="f"/>.</summary>
    /// <param name="a">First byte.</param>
    /// <param name="b">Second byte.</param>
    /// <param name="c">Third byte.</param>
    /// <param name="d">Fourth byte.</param>
    /// <param name="e">Fifth byte.</param>
    /// <param name="f">Last byte.</param>
    public MacAddress(byte a, byte b, byte c, byte d, byte e, byte f)
    {
        _network0 = (ushort)(a | (b << 8));
        _network1 = (ushort)(c | (d << 8));
        _network2 = (ushort)(e | (f << 8));
    }

    private MacAddress(ushort network0, ushort network1, ushort network2)
    {
        _network0 = network0;
        _network1 = network1;
        _network2 = network2;
    }

    /// <summary>00:00:00:00:00:00.</summary>
    public static MacAddress Zero => default;

    /// <summary>ff:ff:ff:ff:ff:ff.</summary>
    public static MacAddress Broadcast => new(ushort.MaxValue, ushort.MaxValue, ushort.MaxValue);

    /// <summary>Whether it is ff:ff:ff:ff:ff:ff.</summary>
    public bool IsBroadcast => (_network0 & _network1 & _network2) == ushort.MaxValue;

    /// <summary>Whether it is of a group of stations; the broadcast address is one.</summary>
    public bool IsMulticast => (_network0 & 1) != 0;

    /// <summary>Whether it was given by an administrator rather than by the manufacturer.</summary>
    public bool IsLocal => (_network0 & 2) != 0;

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(MacAddress left, MacAddress right) =>
        left._network0 == right._network0 && left._network1 == right._network1 && left._network2 == right._network2;

    /// <summary>Whether two addresses differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(MacAddress left, MacAddress right) => !(left == right);

    /// <summary>Reads <c>02:00:00:00:00:01</c>, or with hyphens.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is no such address.</exception>
    [BpfNotInProgram("a constructor")]
    public static MacAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out MacAddress result) ? result : throw new FormatException($"'{s}' is not an Ethernet address such as 02:00:00:00:00:01.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char},IFormatProvider)"/>
    [BpfConstantText("ethernet")]
    public static MacAddress Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the same from UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    [BpfConstantText("ethernet")]
    public static MacAddress Parse(ReadOnlySpan<byte> utf8Text) => Parse(System.Text.Encoding.UTF8.GetString(utf8Text));

    /// <summary>Reads <c>02:00:00:00:00:01</c>, or with hyphens.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The address.</param>
    /// <returns>Whether the text is one.</returns>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, out MacAddress result)
    {
        result = default;
        if (s.Length != TextLength || s[2] is not (':' or '-'))
            return false;
        Span<byte> bytes = stackalloc byte[ByteCount];
        for (int i = 0; i < ByteCount; i++)
        {
            if ((i > 0 && s[i * 3 - 1] != s[2]) || !byte.TryParse(s.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }

        result = MemoryMarshal.Read<MacAddress>(bytes);
        return true;
    }

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MacAddress result) => TryParse(s, out result);

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result) => TryParse(s.AsSpan(), out result);

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(MacAddress other) => this == other;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("the address")]
    public override int GetHashCode() => HashCode.Combine(_network0, _network1, _network2);

    /// <summary><c>02:00:00:00:00:01</c>.</summary>
    /// <returns>The text.</returns>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public override string ToString()
    {
        Span<char> text = stackalloc char[TextLength];
        TryFormat(text, out _, default, null);
        return new string(text);
    }

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => destination.TryWrite(
        CultureInfo.InvariantCulture,
        $"{(byte)_network0:x2}:{_network0 >> 8:x2}:{(byte)_network1:x2}:{_network1 >> 8:x2}:{(byte)_network2:x2}:{_network2 >> 8:x2}",
        out charsWritten);
}
