using System;
using System.Buffers.Binary;
using BpfSharp.Protocols;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Protocols;

public sealed class InternetChecksumTests
{
    [Fact]
    public void Example_of_rfc_1071() =>
        Assert.Equal(unchecked((ushort)~0xddf2), InternetChecksum.Compute(Convert.FromHexString("0001f203f4f5f6f7")));

    [Fact]
    public void A_replaced_field_gives_the_checksum_computed_anew() =>
        Gen.Select(Gen.Byte.Array[40], Gen.Int[0, 18], Gen.UInt).Sample(static (bytes, word, value) =>
        {
            bytes[39] |= 1; // not zeros only, see the remarks there
            ushort before = InternetChecksum.Compute(bytes);
            Span<byte> field = bytes.AsSpan(word * 2, 4);
            uint old = BinaryPrimitives.ReadUInt32BigEndian(field);
            BinaryPrimitives.WriteUInt32BigEndian(field, value);
            bytes[39] |= 1;
            uint now = BinaryPrimitives.ReadUInt32BigEndian(field);
            Assert.Equal(InternetChecksum.Compute(bytes), InternetChecksum.Replace(before, old, now));
            ushort halves = InternetChecksum.Replace(before, (ushort)(old >> 16), (ushort)(now >> 16));
            Assert.Equal(InternetChecksum.Compute(bytes), InternetChecksum.Replace(halves, (ushort)old, (ushort)now));
            Assert.Equal(InternetChecksum.Compute(bytes), InternetChecksum.Replace(before, Ipv4Address.FromHostOrder(old), Ipv4Address.FromHostOrder(now)));
        });

    [Fact]
    public void Replaced_ipv6_addresses_count_with_all_words()
    {
        byte[] packet = [.. new byte[8], .. Ipv6Address.Parse("2001:db8:1:2:3:4:5:6").ToIPAddress().GetAddressBytes()];
        byte[] changed = [.. new byte[8], .. Ipv6Address.Parse("fe80::9:8:7:6").ToIPAddress().GetAddressBytes()];
        Assert.Equal(
            InternetChecksum.Compute(changed),
            InternetChecksum.Replace(InternetChecksum.Compute(packet), Ipv6Address.Parse("2001:db8:1:2:3:4:5:6"), Ipv6Address.Parse("fe80::9:8:7:6")));
    }

    [Fact]
    public void An_odd_last_byte_counts_as_the_upper_half() =>
        Assert.Equal(InternetChecksum.Compute([1, 2, 3, 0]), InternetChecksum.Compute([1, 2, 3]));
}
