using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BpfSharp.Protocols;

/// <summary>An IPv6 network such as 2001:db8::/32; the key of a trie of them (<c>struct bpf_lpm_trie_key</c>: length, then the address).</summary>
[BpfFunction]
public readonly struct Ipv6Prefix : IEquatable<Ipv6Prefix>, ISpanParsable<Ipv6Prefix>, ISpanFormattable
{
    /// <summary>Bits of an address: 128.</summary>
    public const int MaxLength = 128;

    private const int MaxText = 49;

    private readonly uint _length;
    private readonly Ipv6Address _address;

    /// <summary>The network that an address is in.</summary>
    /// <param name="address">An address of the network; its bits beyond the length are cleared.</param>
    /// <param name="length">Bits, 0 to 128; greater ones count as 128.</param>
    public Ipv6Prefix(Ipv6Address address, int length)
    {
        _length = (uint)length > MaxLength ? MaxLength : (uint)length;
        int bits = (int)_length;
        _address = Ipv6Address.FromWords(
            address.Word0 & Mask(bits),
            address.Word1 & Mask(bits - 32),
            address.Word2 & Mask(bits - 64),
            address.Word3 & Mask(bits - 96));
    }

    private Ipv6Prefix(uint length, Ipv6Address address)
    {
        _length = length;
        _address = address;
    }

    /// <summary>The network's first address.</summary>
    public Ipv6Address Address => _address;

    /// <summary>Bits that all addresses of the network have in common, 0 to 128.</summary>
    public int Length => (int)_length;

    /// <summary>Whether two networks are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Ipv6Prefix left, Ipv6Prefix right) => left._length == right._length && left._address == right._address;

    /// <summary>Whether two networks differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Ipv6Prefix left, Ipv6Prefix right) => !(left == right);

    /// <summary>One address as a network: what a lookup of an address in a trie takes.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The address with length 128.</returns>
    public static Ipv6Prefix Host(Ipv6Address address) => new(MaxLength, address);

    /// <summary>Reads <c>2001:db8::/32</c>; an address alone is a network of length 128.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FormatException">The text is no network, or has bits beyond the length.</exception>
    [BpfNotInProgram("a constructor")]
    public static Ipv6Prefix Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, out Ipv6Prefix result)
        ? result
        : throw new FormatException($"'{s}' is not an IPv6 network such as 2001:db8::/32 (bits beyond the length must be zero).");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char},IFormatProvider)"/>
    [BpfConstantText("ipv6/prefix")]
    public static Ipv6Prefix Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the same from UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    [BpfConstantText("ipv6/prefix")]
    public static Ipv6Prefix Parse(ReadOnlySpan<byte> utf8Text) => Parse(System.Text.Encoding.UTF8.GetString(utf8Text));

    /// <summary>Reads <c>2001:db8::/32</c>; an address alone is a network of length 128.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The network.</param>
    /// <returns>Whether the text is one.</returns>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, out Ipv6Prefix result)
    {
        result = default;
        if (!PrefixText.TrySplit(s, MaxLength, out ReadOnlySpan<char> text, out int length) || !Ipv6Address.TryParse(text, out Ipv6Address address))
            return false;
        result = new Ipv6Prefix(address, length);
        return result._address == address;
    }

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv6Prefix result) => TryParse(s, out result);

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv6Prefix result) => TryParse(s.AsSpan(), out result);

    /// <summary>Whether an address is in the network.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(Ipv6Address address) => new Ipv6Prefix(address, Length)._address == _address;

    /// <summary>Whether two networks are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(Ipv6Prefix other) => this == other;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is Ipv6Prefix other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("the address")]
    public override int GetHashCode() => HashCode.Combine(_length, _address);

    /// <summary><c>2001:db8::/32</c>.</summary>
    /// <returns>The text.</returns>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxText];
        TryFormat(text, out int length, default, null);
        return new string(text[..length]);
    }

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with numbers")]
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite(CultureInfo.InvariantCulture, $"{_address}/{_length}", out charsWritten);

    // The part of a mask that lies in one word; bits counts from the word's start.
    private static uint Mask(int bits)
    {
        if (bits <= 0)
            return 0;
        return bits >= 32 ? uint.MaxValue : uint.MaxValue << (32 - bits);
    }
}
