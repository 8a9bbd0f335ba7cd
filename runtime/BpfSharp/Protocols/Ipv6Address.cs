using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>An IPv6 address: 16 bytes in network order, as in packets and as keys and values of maps.</summary>
[BpfFunction]
[BpfTraceText("AddressTexts")]
public readonly struct Ipv6Address : IEquatable<Ipv6Address>, IComparable<Ipv6Address>, ISpanParsable<Ipv6Address>, ISpanFormattable
{
    private const int ByteCount = 16;

    // Four words, not two: the address is 4-aligned in headers and prefixes, and the BPF stack takes aligned accesses only.
    private readonly uint _network0;
    private readonly uint _network1;
    private readonly uint _network2;
    private readonly uint _network3;

    internal Ipv6Address(uint network0, uint network1, uint network2, uint network3)
    {
        _network0 = network0;
        _network1 = network1;
        _network2 = network2;
        _network3 = network3;
    }

    /// <summary>::.</summary>
    public static Ipv6Address Any => default;

    /// <summary>::1.</summary>
    public static Ipv6Address Loopback => new(0, 0, 0, 1u << 24);

    /// <summary>The first 32 bits as a number: of 2001:db8::1, 0x20010db8.</summary>
    public uint Word0 => BinaryPrimitives.ReverseEndianness(_network0);

    /// <summary>The second 32 bits as a number.</summary>
    public uint Word1 => BinaryPrimitives.ReverseEndianness(_network1);

    /// <summary>The third 32 bits as a number.</summary>
    public uint Word2 => BinaryPrimitives.ReverseEndianness(_network2);

    /// <summary>The last 32 bits as a number: of 2001:db8::1, 1.</summary>
    public uint Word3 => BinaryPrimitives.ReverseEndianness(_network3);

    /// <summary>Whether it is ::1.</summary>
    public bool IsLoopback => this == Loopback;

    /// <summary>Whether it is in ff00::/8.</summary>
    public bool IsMulticast => (_network0 & 0xff) == 0xff;

    /// <summary>Whether it is in fe80::/10.</summary>
    public bool IsLinkLocal => (_network0 & 0xc0ff) == 0x80fe;

    /// <summary>Whether it is in fc00::/7 (RFC 4193).</summary>
    public bool IsUniqueLocal => (_network0 & 0xfe) == 0xfc;

    /// <summary>Whether it is an IPv4 address in ::ffff:0:0/96.</summary>
    public bool IsIpv4Mapped => _network0 == 0 && _network1 == 0 && _network2 == 0xffff0000;

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Ipv6Address left, Ipv6Address right) =>
        left._network0 == right._network0 && left._network1 == right._network1 && left._network2 == right._network2 && left._network3 == right._network3;

    /// <summary>Whether two addresses differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Ipv6Address left, Ipv6Address right) => !(left == right);

    /// <summary>An address from four numbers.</summary>
    /// <param name="word0">The first 32 bits: of 2001:db8::1, 0x20010db8.</param>
    /// <param name="word1">The second 32 bits.</param>
    /// <param name="word2">The third 32 bits.</param>
    /// <param name="word3">The last 32 bits: of 2001:db8::1, 1.</param>
    /// <returns>The address.</returns>
    public static Ipv6Address FromWords(uint word0, uint word1, uint word2, uint word3) => new(
        BinaryPrimitives.ReverseEndianness(word0),
        BinaryPrimitives.ReverseEndianness(word1),
        BinaryPrimitives.ReverseEndianness(word2),
        BinaryPrimitives.ReverseEndianness(word3));

    /// <summary>An address of .NET's.</summary>
    /// <param name="address">An IPv6 address; its scope is left out.</param>
    /// <returns>The address.</returns>
    /// <exception cref="ArgumentException">It is not an IPv6 address.</exception>
    [BpfNotInProgram("FromWords")]
    public static Ipv6Address From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[ByteCount];
        if (!address.TryWriteBytes(bytes, out int written) || written != ByteCount)
            throw new ArgumentException($"{address} is not an IPv6 address.", nameof(address));
        return MemoryMarshal.Read<Ipv6Address>(bytes);
    }

    /// <summary>Reads an address as RFC 4291 writes it, without a scope.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is no such address.</exception>
    [BpfNotInProgram("FromWords")]
    public static Ipv6Address Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out Ipv6Address result) ? result : throw new FormatException($"'{s}' is not an IPv6 address.");

    /// <inheritdoc cref="Parse(ReadOnlySpan{char},IFormatProvider)"/>
    [BpfConstantText("ipv6")]
    public static Ipv6Address Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the same from UTF-8 text.</summary>
    /// <param name="utf8Text">The text.</param>
    /// <returns>What it stands for.</returns>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    [BpfConstantText("ipv6")]
    public static Ipv6Address Parse(ReadOnlySpan<byte> utf8Text) => Parse(System.Text.Encoding.UTF8.GetString(utf8Text));

    /// <summary>Reads an address as RFC 4291 writes it, without a scope.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The address.</param>
    /// <returns>Whether the text is one.</returns>
    [BpfNotInProgram("FromWords")]
    public static bool TryParse(ReadOnlySpan<char> s, out Ipv6Address result)
    {
        result = default;
        // .NET's own parser also takes brackets, ports, prefixes and scopes.
        if (s.ContainsAny("[]%/") || !IPAddress.TryParse(s, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        result = From(address);
        return true;
    }

    /// <inheritdoc/>
    [BpfNotInProgram("FromWords")]
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Ipv6Address result) => TryParse(s, out result);

    /// <inheritdoc/>
    [BpfNotInProgram("FromWords")]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Ipv6Address result) => TryParse(s.AsSpan(), out result);

    /// <summary>Whether two addresses are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(Ipv6Address other) => this == other;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is Ipv6Address other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("the words")]
    public override int GetHashCode() => HashCode.Combine(_network0, _network1, _network2, _network3);

    /// <summary>Compares as numbers.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Negative, 0 or positive.</returns>
    [BpfNotInProgram("the words")]
    public int CompareTo(Ipv6Address other) => (Word0, Word1, Word2, Word3).CompareTo((other.Word0, other.Word1, other.Word2, other.Word3));

    /// <summary>As an address of .NET's.</summary>
    /// <returns>The address.</returns>
    [BpfNotInProgram("the address itself")]
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        MemoryMarshal.Write(bytes, in this);
        return new IPAddress(bytes);
    }

    /// <summary>The shortest text (RFC 5952).</summary>
    /// <returns>The text.</returns>
    [BpfNotInProgram("Bpf.Trace")]
    public override string ToString() => ToIPAddress().ToString();

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace")]
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    [BpfNotInProgram("Bpf.Trace")]
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        ToIPAddress().TryFormat(destination, out charsWritten);
}
