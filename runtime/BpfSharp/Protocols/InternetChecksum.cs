using System;
using System.Buffers.Binary;

namespace BpfSharp.Protocols;

/// <summary>The checksum of IPv4, TCP, UDP and ICMP (RFC 1071), and its correction when a field changes (RFC 1624). Fields and checksums are in host byte order.</summary>
/// <remarks>
/// A corrected checksum equals one computed anew, except that a sum of zero bytes only may come out as its other form. UDP over IPv4: leave a checksum of 0 (none)
/// alone, and write a corrected 0 as 0xffff.
/// </remarks>
[BpfFunction]
public static class InternetChecksum
{
    /// <summary>The checksum after a field of 16 bits has changed.</summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="from">The field before.</param>
    /// <param name="to">The field now.</param>
    /// <returns>The checksum now.</returns>
    public static ushort Replace(ushort checksum, ushort from, ushort to) =>
        Corrected(checksum, (ushort)~BinaryPrimitives.ReverseEndianness(from), BinaryPrimitives.ReverseEndianness(to));

    /// <summary>The checksum after a field of 32 bits has changed that lies at an even offset.</summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="from">The field before.</param>
    /// <param name="to">The field now.</param>
    /// <returns>The checksum now.</returns>
    public static ushort Replace(ushort checksum, uint from, uint to) =>
        Corrected(checksum, ~BinaryPrimitives.ReverseEndianness(from), BinaryPrimitives.ReverseEndianness(to));

    /// <summary>The checksum after an address has changed.</summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="from">The address before.</param>
    /// <param name="to">The address now.</param>
    /// <returns>The checksum now.</returns>
    public static ushort Replace(ushort checksum, Ipv4Address from, Ipv4Address to) => Replace(checksum, from.HostOrder, to.HostOrder);

    /// <summary>The checksum after an address has changed.</summary>
    /// <param name="checksum">The checksum before.</param>
    /// <param name="from">The address before.</param>
    /// <param name="to">The address now.</param>
    /// <returns>The checksum now.</returns>
    public static ushort Replace(ushort checksum, Ipv6Address from, Ipv6Address to)
    {
        checksum = Replace(checksum, from.Word0, to.Word0);
        checksum = Replace(checksum, from.Word1, to.Word1);
        checksum = Replace(checksum, from.Word2, to.Word2);
        return Replace(checksum, from.Word3, to.Word3);
    }

    /// <summary>Adds the carries of a sum of 16-bit words until 16 bits remain.</summary>
    /// <param name="sum">The sum.</param>
    /// <returns>The one's complement sum; its complement is the checksum.</returns>
    public static ushort Fold(uint sum)
    {
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)sum;
    }

    // In the packet's byte order: a sum of swapped words is the swapped sum, and what comes from the packet need not be swapped at all.
    private static ushort Corrected(ushort checksum, uint removed, uint added)
    {
        ulong sum = (ulong)(ushort)~BinaryPrimitives.ReverseEndianness(checksum) + removed + added;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return BinaryPrimitives.ReverseEndianness((ushort)~sum);
    }

    /// <summary>The checksum of bytes.</summary>
    /// <param name="bytes">The bytes; an odd last one counts as if a zero followed.</param>
    /// <param name="sum">A sum of 16-bit words to start from, such as a pseudo header's.</param>
    /// <returns>The checksum.</returns>
    [BpfNotInProgram("Replace")]
    public static ushort Compute(ReadOnlySpan<byte> bytes, ulong sum = 0)
    {
        for (; bytes.Length >= sizeof(ushort); bytes = bytes[sizeof(ushort)..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (!bytes.IsEmpty)
            sum += (ulong)bytes[0] << 8;
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
