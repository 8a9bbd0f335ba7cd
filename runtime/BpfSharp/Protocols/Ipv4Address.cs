using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace BpfSharp.Protocols;

/// <summary>An IPv4 address: 4 bytes in network order, as in packets and as keys and values of maps.</summary>
[BpfFunction]
[BpfTraceFormat("%u.%u.%u.%u")]
public readonly struct Ipv4Address : IEquatable<Ipv4Address>, IComparable<Ipv4Address>, ISpanParsable<Ipv4Address>, ISpanFormattable
{
    private const int MaxText = 15;

    private readonly uint _network;

    internal Ipv4Address(uint network) => _network = network;

    /// <summary>The address <paramref name="a"/>.<paramref name="b"/>.<paramref name="c"/>.<paramref name="d"/>.</summary>
    /// <param name="a">First byte.</param>
    /// <param name="b">Second byte.</param>
    /// <param name="c">Third byte.</param>
    /// <param name="d">Last byte.</param>
    public Ipv4Address(byte a, byte b, byte c, byte d)
    {
        _network = a | ((uint)b << 8) | ((uint)c << 16) | ((uint)d << 24);
    }

    /// <summary>0.0.0.0.</summary>
    public static Ipv4Address Any => default;

    /// <summary>127.0.0.1.</summary>
    public static Ipv4Address Loopback => new(127, 0, 0, 1);

    /// <summary>255.255.255.255.</summary>
    public static Ipv4Address Broadcast => new(uint.MaxValue);

    /// <summary>The address as a number: 10.0.0.1 is 0x0a000001.</summary>
    public uint HostOrder => BinaryPrimitives.ReverseEndianness(_network);

    /// <summary>The bytes as they stand in memory, read as a number of this machine; what checksum helpers take.</summary>
    public uint NetworkOrder => _network;

    /// <summary>Whether it is in 127.0.0.0/8.</summary>
    public bool IsLoopback => (_network & 0xff) == 127;

    /// <summary>Whether it is in 224.0.0.0/4.</summary>
    public bool IsMulticast => (_network & 0xf0) == 224;

    /// <summary>Whether it is in 169.254.0.0/16.</summary>
    public bool IsLinkLocal => (_network & 0xffff) == (169 | (254 << 8));

    /// <summary>Whether it is in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (RFC 1918).</summary>
    public bool IsPrivate =>
        (_network & 0xff) == 10 || (_network & 0xf0ff) == (172 | (16 << 8)) || (_network & 0xffff) == (192 | (168 << 8));

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Ipv4Address left, Ipv4Address right) => left._network == right._network;

    /// <summary>Whether two addresses differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Ipv4Address left, Ipv4Address right) => left._network != right._network;

    /// <summary>An address from a number.</summary>
    /// <param name="value">The number: 0x0a000001 is 10.0.0.1.</param>
    /// <returns>The address.</returns>
    public static Ipv4Address FromHostOrder(uint value) => new(BinaryPrimitives.ReverseEndianness(value));

    /// <summary>An address from bytes as they stand in memory.</summary>
    /// <param name="value">The bytes, read as a number of this machine.</param>
    /// <returns>The address.</returns>
    public static Ipv4Address FromNetworkOrder(uint value) => new(value);

    /// <summary>An address of .NET's.</summary>
    /// <param name="address">An IPv4 address.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentException">It is not an IPv4 address.</exception>
    [BpfNotInProgram("a constructor")]
    public static Ipv4Address From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out int written) || written != 4)
            throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
        return new Ipv4Address(bytes[0], bytes[1], bytes[2], bytes[3]);
    }

    /// <summary>Reads <c>203.0.113.9</c>: four decimal numbers, nothing else.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is no such address.</exception>
    [BpfNotInProgram("a constructor")]
    public static Ipv4Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out Ipv4Address result) ? result : throw new FormatException($"'{s}' is not an IPv4 address.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char},IFormatProvider)"/>
    [BpfConstantText("ipv4")]
    public static Ipv4Address Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the same from UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    [BpfConstantText("ipv4")]
    public static Ipv4Address Parse(ReadOnlySpan<byte> utf8Text) => Parse(System.Text.Encoding.UTF8.GetString(utf8Text));

    /// <summary>Reads <c>203.0.113.9</c>: four decimal numbers, nothing else.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The address.</param>
    /// <returns>Whether the text is one.</returns>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, out Ipv4Address result)
    {
        result = default;
        uint value = 0;
        for (int i = 0; i < 4; i++)
        {
            int end = i < 3 ? s.IndexOf('.') : s.Length;
            // A leading zero means octal to some programs and nothing to others: refused.
            if (end is < 1 or > 3 || (end > 1 && s[0] == '0') || !byte.TryParse(s[..end], NumberStyles.None, CultureInfo.InvariantCulture, out byte part))
                return false;
            value = (value << 8) | part;
            s = i < 3 ? s[(end + 1)..] : default;
        }

        result = FromHostOrder(value);
        return true;
    }

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv4Address result) => TryParse(s, out result);

    /// <inheritdoc/>
    [BpfNotInProgram("a constructor")]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv4Address result) => TryParse(s.AsSpan(), out result);

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(Ipv4Address other) => _network == other._network;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is Ipv4Address other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("HostOrder")]
    public override int GetHashCode() => _network.GetHashCode();

    /// <summary>Compares as numbers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Negative, 0 or positive.</returns>
    [BpfNotInProgram("HostOrder")]
    public int CompareTo(Ipv4Address other) => HostOrder.CompareTo(other.HostOrder);

    /// <summary>As an address of .NET's.</summary>
    /// <returns>The address.</returns>
    [BpfNotInProgram("the address itself")]
    public IPAddress ToIPAddress() => new(_network);

    /// <summary><c>203.0.113.9</c>.</summary>
    /// <returns>The text.</returns>
    [BpfNotInProgram("Bpf.Trace with HostOrder")]
    public override string ToString()
    {
        Span<char> text = stackalloc char[MaxText];
        TryFormat(text, out int length, default, null);
        return new string(text[..length]);
    }

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with HostOrder")]
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace with HostOrder")]
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        uint value = HostOrder;
        return destination.TryWrite(
            CultureInfo.InvariantCulture,
            $"{value >> 24}.{(value >> 16) & 0xff}.{(value >> 8) & 0xff}.{value & 0xff}",
            out charsWritten);
    }
}
