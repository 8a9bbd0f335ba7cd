using BpfSharp.Frontend.Operations;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Texts that stand for no address, and what is said of them. What good ones stand for, the kernel tests compare with .NET.</summary>
public class AddressTextTests
{
    [Theory]
    [InlineData("ipv4", "10.0.1", "it has no four numbers with dots between them")]
    [InlineData("ipv4", "10.0.0.256", "256 is above 255")]
    [InlineData("ipv4", "10.0.00.1", "'00' has a leading zero, which some programs take for octal")]
    [InlineData("ipv4", "10.0.x.1", "'x' is no number")]
    [InlineData("ipv6", "2001:db8:::1", "it has not the form of RFC 4291")]
    [InlineData("ipv6", "10.0.0.1", "it has not the form of RFC 4291")]
    [InlineData("ipv6", "fe80::1%2", "it has a scope, or brackets")]
    [InlineData("ethernet", "02:00:00:00:01", "it has no six pairs of hexadecimal digits with colons or hyphens between them")]
    [InlineData("ethernet", "02:00-00:00:00:01", "it has colons and hyphens")]
    [InlineData("ethernet", "02:00:0g:00:00:01", "'0g' is no pair of hexadecimal digits")]
    [InlineData("ipv4/prefix", "10.1.0.0/33", "its length '33' is no number from 0 to 32")]
    [InlineData("ipv4/prefix", "10.1.0.0/8", "it has bits beyond the length 8")]
    [InlineData("ipv6/prefix", "fe80::1/64", "it has bits beyond the length 64")]
    [InlineData("ipv6/prefix", "fe80::/064", "its length '064' is no number from 0 to 128")]
    public void Reason_is_named(string format, string text, string expected)
    {
        Assert.Null(AddressText.Read(format, text, out _, out string reason));
        Assert.Equal(expected, reason);
    }

    [Theory]
    [InlineData("ipv4", "192.0.2.1", new byte[] { 192, 0, 2, 1 })]
    [InlineData("ipv4/prefix", "192.0.2.0/24", new byte[] { 24, 0, 0, 0, 192, 0, 2, 0 })]
    [InlineData("ethernet", "02:00:00:00:00:fF", new byte[] { 2, 0, 0, 0, 0, 255 })]
    public void Bytes_are_those_in_memory(string format, string text, byte[] expected) => Assert.Equal(expected, AddressText.Read(format, text, out _, out _));
}
