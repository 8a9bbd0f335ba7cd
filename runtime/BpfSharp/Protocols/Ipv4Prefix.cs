using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BpfSharp.Protocols;

/// <summary>An IPv4 network such as 203.0.113.0/24; the key of a trie of them (<c>struct bpf_lpm_trie_key</c>: length, then the address).</summary>
[BpfFunction]
public readonly struct Ipv4Prefix : IEquatable<Ipv4Prefix>, ISpanParsable<Ipv4Prefix>, ISpanFormattable
{
    /// <summary>Bits of an address: 32.</summary>
    public const int MaxLength = 32;

    private const int MaxText = 18;

    private readonly uint _length;
    private readonly Ipv4Address _address;

    /// <summary>The network that an address is in.</summary>
    /// <param name="address">An address of the network; its bits beyond the length are cleared.</param>
    /// <param name="length">Bits, 0 to 32; greater ones count as 32.</param>
    public Ipv4Prefix(Ipv4Address address, int length)
    {
        _length = (uint)length > MaxLength ? MaxLength : (uint)length;
        _address = Ipv4Address.FromHostOrder(address.HostOrder & Mask(_length));
    }

    private Ipv4Prefix(uint length, Ipv4Address address)
    {
        _length = length;
        _address = address;
    }

    /// <summary>The network's first address.</summary>
    public Ipv4Address Address => _address;

    /// <summary>Bits that all addresses of the network have in common, 0 to 32.</summary>
    public int Length => (int)_length;

    /// <summary>Whether two networks are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Ipv4Prefix left, Ipv4Prefix right) => left._length == right._length && left._address == right._address;

    /// <summary>Whether two networks differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Ipv4Prefix left, Ipv4Prefix right) => !(left == right);

    /// <summary>One address as a network: what a lookup of an address in a trie takes.</summary>
    /// <param name="address">The address.</param>
    /// <returns>The address with length 32.</returns>
    public static Ipv4Prefix Host(Ipv4Address address) => new(MaxLength, address);

    /// <summary>Reads <c>203.0.113.0/24</c>; an address alone is a network of length 32.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The network.</returns>
    /// <exception cref="FormatException">The text is no network, or has bits beyond the length.</exception>
    [BpfNotInProgram("a constructor")]
    public static Ipv4Prefix Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => TryParse(s, out Ipv4Prefix result)
        ? result
        : throw new FormatException($"'{s}' is not an IPv4 network such as 203.0.113.0/24 (bits beyond the length must be zero).");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char},IFormatProvider)"/>
    [BpfConstantText("ipv4/prefix")]
    public static Ipv4Prefix Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the same from UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    [BpfConstantText("ipv4/prefix")]
    public static Ipv4Prefix Parse(ReadOnlySpan<byte> utf8Text) => Parse(System.Text.Encoding.UTF8.GetString(utf8Text));

    /// <summary>Reads <c>203.0.113.0/24</c>; an address alone is a network of length 32.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The network.</param>
    /// <returns>Whether the text is one.</returns>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, out Ipv4Prefix result)
    {
        result = default;
        if (!PrefixText.TrySplit(s, MaxLength, out ReadOnlySpan<char> text, out int length) || !Ipv4Address.TryParse(text, out Ipv4Address address))
            return false;
        result = new Ipv4Prefix(address, length);
        return result._address == address;
    }

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4Prefix result) => TryParse(s, out result);

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv4Prefix result) => TryParse(s.AsSpan(), out result);

    /// <summary>Whether an address is in the network.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is.</returns>
    public bool Contains(Ipv4Address address) => ((address.HostOrder ^ _address.HostOrder) & Mask(_length)) == 0;

    /// <summary>Whether two networks are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(Ipv4Prefix other) => this == other;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is Ipv4Prefix other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("the address")]
    public override int GetHashCode() => HashCode.Combine(_length, _address);

    /// <summary><c>203.0.113.0/24</c>.</summary>
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

    private static uint Mask(uint length) => length == 0 ? 0 : uint.MaxValue << (MaxLength - (int)length);
}
