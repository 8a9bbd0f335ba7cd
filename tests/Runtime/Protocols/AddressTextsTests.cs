using System;
using System.Text;
using BpfSharp.CompilerServices.Bodies;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Runtime.Tests.Protocols;

/// <summary>What programs write of an address is what .NET writes.</summary>
public sealed class AddressTextsTests
{
    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8::1:0:0:1")]
    [InlineData("2001:0:0:1::1")]
    [InlineData("0:1:0:1:0:1:0:1")]
    [InlineData("::ffff:192.0.2.255")]
    [InlineData("::192.0.2.1")]
    [InlineData("::ffff:0:10.0.0.9")]
    [InlineData("fe80::5efe:198.51.100.7")]
    [InlineData("1:2:3:4:0:5efe:1.2.3.4")]
    [InlineData("0:0:1:0:0:5efe:255.255.255.255")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Texts_are_those_of_dotnet(string text) => AssertSame(Ipv6Address.Parse(text));

    [Fact]
    public void Random_groups_and_zeros_are_written_as_dotnet_writes_them()
    {
        var random = new Random(11);
        Span<uint> words = stackalloc uint[4];
        for (int i = 0; i < 50_000; i++)
        {
            foreach (ref uint word in words)
                word = (Group(random) << 16) | Group(random);
            AssertSame(Ipv6Address.FromWords(words[0], words[1], words[2], words[3]));
        }
    }

    private static uint Group(Random random) => random.Next(8) switch
    {
        < 4 => 0,
        4 => 0xffff,
        5 => 0x5efe,
        _ => (uint)random.Next(0x10000) >> (4 * random.Next(4)),
    };

    private static void AssertSame(Ipv6Address address)
    {
        AddressText text = default;
        AddressTexts.Write(in address, ref text);
        ReadOnlySpan<byte> bytes = text;
        int length = bytes.IndexOf((byte)0);
        Assert.True(length > 0);
        Assert.Equal(address.ToString(), Encoding.ASCII.GetString(bytes[..length]));
    }
}
