using System;
using System.Net;
using BpfSharp.Protocols;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Protocols;

public sealed class AddressTests
{
    private static readonly Gen<Ipv6Address> s_ipv6 = Gen.Select(Words(), Words(), Words(), Words(), Ipv6Address.FromWords);

    [Fact]
    public void Ipv4_prints_as_dotnet_does_and_reads_it_back() => Gen.UInt.Sample(static value =>
    {
        Ipv4Address address = Ipv4Address.FromHostOrder(value);
        IPAddress expected = new([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        Assert.Equal(expected.ToString(), address.ToString());
        Assert.Equal(address, Ipv4Address.Parse(address.ToString()));
        Assert.Equal(expected, address.ToIPAddress());
        Assert.Equal(address, Ipv4Address.From(expected));
        Assert.Equal(value, address.HostOrder);
        Assert.Equal(address, Ipv4Address.FromNetworkOrder(address.NetworkOrder));
    });

    [Fact]
    public void Ipv6_reads_back_what_it_prints() => s_ipv6.Sample(static address =>
    {
        Assert.Equal(address, Ipv6Address.Parse(address.ToString()));
        Assert.Equal(address, Ipv6Address.From(IPAddress.Parse(address.ToString())));
    });

    [Fact]
    public void Mac_reads_back_what_it_prints() => Gen.Byte.Array[6].Sample(static b =>
    {
        var mac = new MacAddress(b[0], b[1], b[2], b[3], b[4], b[5]);
        Assert.Equal($"{b[0]:x2}:{b[1]:x2}:{b[2]:x2}:{b[3]:x2}:{b[4]:x2}:{b[5]:x2}", mac.ToString());
        Assert.Equal(mac, MacAddress.Parse(mac.ToString()));
        Assert.Equal(mac, MacAddress.Parse(mac.ToString().Replace(':', '-').ToUpperInvariant()));
    });

    [Fact]
    public void Ipv4_prefixes_read_back_and_contain_as_dotnet_networks_do() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.UInt, Gen.Int[0, 32]).Sample(static (value, length, other, near) =>
        {
            var prefix = new Ipv4Prefix(Ipv4Address.FromHostOrder(value), length);
            Assert.Equal(prefix, Ipv4Prefix.Parse(prefix.ToString()));
            IPNetwork network = IPNetwork.Parse(prefix.ToString());
            Assert.Equal(network.ToString(), prefix.ToString());
            // Addresses that share some bits, so that both answers occur.
            uint mask = near == 0 ? 0 : uint.MaxValue << (32 - near);
            Ipv4Address candidate = Ipv4Address.FromHostOrder((value & mask) | (other & ~mask));
            Assert.Equal(network.Contains(candidate.ToIPAddress()), prefix.Contains(candidate));
        });

    [Fact]
    public void Ipv6_prefixes_read_back_and_contain_as_dotnet_networks_do() =>
        Gen.Select(s_ipv6, Gen.Int[0, 128], s_ipv6).Sample(static (address, length, other) =>
        {
            var prefix = new Ipv6Prefix(address, length);
            Assert.Equal(prefix, Ipv6Prefix.Parse(prefix.ToString()));
            IPNetwork network = IPNetwork.Parse(prefix.ToString());
            Assert.True(prefix.Contains(address));
            Assert.Equal(network.Contains(other.ToIPAddress()), prefix.Contains(other));
        });

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.+4")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1..3.4")]
    [InlineData("0x1.2.3.4")]
    [InlineData("16909060")]
    public void Not_an_ipv4_address(string text)
    {
        Assert.False(Ipv4Address.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Ipv4Address.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3.4")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::1/128")]
    [InlineData("1:2:3:4:5:6:7")]
    public void Not_an_ipv6_address(string text) => Assert.False(Ipv6Address.TryParse(text, null, out _));

    [Theory]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/8/8")]
    public void Not_an_ipv4_network(string text) => Assert.False(Ipv4Prefix.TryParse(text, null, out _));

    [Theory]
    [InlineData("2001:db8::1/32")]
    [InlineData("::/129")]
    public void Not_an_ipv6_network(string text) => Assert.False(Ipv6Prefix.TryParse(text, null, out _));

    [Theory]
    [InlineData("02:00:00:00:00")]
    [InlineData("02:00:00:00:00:0g")]
    [InlineData("02:00-00:00:00:01")]
    [InlineData("020000000001")]
    public void Not_a_mac_address(string text) => Assert.False(MacAddress.TryParse(text, null, out _));

    [Fact]
    public void Kinds_of_addresses()
    {
        Assert.True(Ipv4Address.Loopback.IsLoopback);
        Assert.True(Ipv4Address.Parse("239.1.2.3").IsMulticast);
        Assert.False(Ipv4Address.Parse("240.1.2.3").IsMulticast);
        Assert.True(Ipv4Address.Parse("169.254.9.9").IsLinkLocal);
        foreach (string address in new[] { "10.255.0.1", "172.16.0.1", "172.31.255.255", "192.168.7.7" })
            Assert.True(Ipv4Address.Parse(address).IsPrivate, address);
        foreach (string address in new[] { "11.0.0.1", "172.15.0.1", "172.32.0.0", "192.169.7.7" })
            Assert.False(Ipv4Address.Parse(address).IsPrivate, address);
        Assert.Equal("255.255.255.255", Ipv4Address.Broadcast.ToString());

        Assert.Equal("::1", Ipv6Address.Loopback.ToString());
        Assert.True(Ipv6Address.Parse("ff02::1").IsMulticast);
        Assert.True(Ipv6Address.Parse("febf::1").IsLinkLocal);
        Assert.False(Ipv6Address.Parse("fec0::1").IsLinkLocal);
        Assert.True(Ipv6Address.Parse("fd00::1").IsUniqueLocal);
        Assert.True(Ipv6Address.Parse("::ffff:1.2.3.4").IsIpv4Mapped);
        Assert.False(Ipv6Address.Parse("::1.2.3.4").IsIpv4Mapped);

        Assert.True(MacAddress.Broadcast.IsBroadcast && MacAddress.Broadcast.IsMulticast);
        Assert.True(MacAddress.Parse("01:00:5e:00:00:01").IsMulticast);
        Assert.True(MacAddress.Parse("02:00:00:00:00:01").IsLocal);
        Assert.False(MacAddress.Parse("fe:ff:ff:ff:ff:ff").IsBroadcast);
    }

    [Fact]
    public void Prefix_of_an_address_is_a_host() => Assert.Equal("203.0.113.9/32", Ipv4Prefix.Parse("203.0.113.9").ToString());

    [Fact]
    public void Prefix_lengths_beyond_the_address_count_as_the_whole()
    {
        Assert.Equal(32, new Ipv4Prefix(Ipv4Address.Loopback, 99).Length);
        Assert.Equal(128, new Ipv6Prefix(Ipv6Address.Loopback, -1).Length);
    }

    // Runs of zeros are what IPv6 text is about.
    private static Gen<uint> Words() => Gen.OneOf(Gen.Const(0u), Gen.UInt, Gen.UInt[0, 0xffff]);
}
