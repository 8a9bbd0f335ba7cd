using System;
using System.Buffers.Binary;
using System.Globalization;

namespace BpfSharp.Protocols;

/// <summary>An unsigned number of 32 bits that stands in memory in network byte order. It converts from and to <see cref="uint"/> by itself.</summary>
[BpfFunction]
public readonly struct BigEndianUInt32 : IEquatable<BigEndianUInt32>
{
    private readonly uint _raw;

    private BigEndianUInt32(uint raw) => _raw = raw;

    /// <summary>The bytes as they stand in memory, read as a number of this machine.</summary>
    public uint Raw => _raw;

    /// <summary>The number.</summary>
    /// <param name="value">The number in network byte order.</param>
    public static implicit operator uint(BigEndianUInt32 value) => BinaryPrimitives.ReverseEndianness(value._raw);

    /// <summary>The number in network byte order.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator BigEndianUInt32(uint value) => new(BinaryPrimitives.ReverseEndianness(value));

    /// <summary>Whether two numbers are equal; of a constant, its bytes are reversed when the program is compiled.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(BigEndianUInt32 left, BigEndianUInt32 right) => left._raw == right._raw;

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(BigEndianUInt32 left, BigEndianUInt32 right) => left._raw != right._raw;

    /// <summary>A number from bytes as they stand in memory.</summary>
    /// <param name="raw">The bytes, read as a number of this machine.</param>
    /// <returns>The number.</returns>
    public static BigEndianUInt32 FromRaw(uint raw) => new(raw);

    /// <summary>Whether two numbers are equal.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they are.</returns>
    public bool Equals(BigEndianUInt32 other) => _raw == other._raw;

    /// <inheritdoc/>
    [BpfNotInProgram("==")]
    public override bool Equals(object? obj) => obj is BigEndianUInt32 other && Equals(other);

    /// <inheritdoc/>
    [BpfNotInProgram("Raw")]
    public override int GetHashCode() => _raw.GetHashCode();

    /// <inheritdoc/>
    [BpfNotInProgram("the number")]
    public override string ToString() => ((uint)this).ToString(CultureInfo.InvariantCulture);
}
