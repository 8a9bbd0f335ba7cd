using System;
using System.Buffers.Binary;
using System.Globalization;

namespace BpfSharp.Protocols;

/// <summary>An unsigned number of 16 bits that stands in memory in network byte order. It converts from and to <see cref="ushort"/> by itself.</summary>
[BpfFunction]
public readonly struct BigEndianUInt16 : IEquatable<BigEndianUInt16>
{
    private readonly ushort _raw;

    private BigEndianUInt16(ushort raw) => _raw = raw;

    /// <summary>The bytes as they stand in memory, read as a number of this machine.</summary>
    public ushort Raw => _raw;

    /// <summary>The number.</summary>
    /// <param name="value">The number in network byte order.</param>
    public static implicit operator ushort(BigEndianUInt16 value) => BinaryPrimitives.ReverseEndianness(value._raw);

    /// <summary>The number in network byte order.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator BigEndianUInt16(ushort value) => new(BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Whether two numbers are equal; of a constant, its bytes are reversed when the program is compiled.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(BigEndianUInt16 left, BigEndianUInt16 right) => left._raw == right._raw;

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(BigEndianUInt16 left, BigEndianUInt16 right) => left._raw != right._raw;

    /// <summary>A number from bytes as they stand in memory.</summary>
    /// <param name="raw">The bytes, read as a number of this machine.</param>
    /// <returns>The number.</returns>
    public static BigEndianUInt16 FromRaw(ushort raw) => new(raw);

    /// <summary>Whether two numbers are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(BigEndianUInt16 other) => _raw == other._raw;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is BigEndianUInt16 other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("Raw")]
    public override int GetHashCode() => _raw.GetHashCode();

    /// <inheritdoc/>
    [BpfNotInProgram("the number")]
    public override string ToString() => ((ushort)this).ToString(CultureInfo.InvariantCulture);
}
