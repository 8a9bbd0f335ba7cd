using System.Collections.Generic;
using BpfSharp.Protocols;
using EdgeBalancer;
using EdgeBalancer.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>What configurations say, and what is wrong with them.</summary>
public sealed class EdgeTextTests
{
    private const string Vip = "vip tcp 10.100.0.1 port 80";

    [Fact]
    public void All_that_can_be_said()
    {
        (EdgeSettings settings, IReadOnlyList<ConfigurationProblem> problems) = EdgeText.Parse("""
            source 10.99.0.0   # of outer headers
            source fd99::
            limit source 1000 burst 1
            limit network 2000 burst 3
            limit syn 10 burst 100
            limit flows 500000 burst 2
            report 1 in 7
            drop 10.0.0.0/8
            drop fd98::1
            vip quic 10.100.0.1 port 443
              backend 10.97.1.2 weight 3 server 16777215 check 10.1.1.1 port 81
              backend fd97::1 weight 0
            """);
        Assert.Empty(problems);
        Assert.Equal((Ipv4Address.Parse("10.99.0.0"), Ipv6Address.Parse("fd99::"), 7u), (settings.Source4, settings.Source6, settings.ReportEvery));
        Assert.Equal((1_000_000ul, 0ul), (settings.SourceLimit.Interval, settings.SourceLimit.Burst));
        Assert.Equal((500_000ul, 1_000_000ul), (settings.NetworkLimit.Interval, settings.NetworkLimit.Burst));
        Assert.Equal((100_000_000ul, 9_900_000_000ul), (settings.SynLimit.Interval, settings.SynLimit.Burst));
        Assert.Equal((2_000ul, 2_000ul), (settings.FlowLimit.Interval, settings.FlowLimit.Burst));
        Assert.Equal([(Ipv6Prefix.Parse("::ffff:10.0.0.0/104"), 8u), (Ipv6Prefix.Parse("fd98::1/128"), 9u)], [.. System.Linq.Enumerable.Select(settings.Listed, static l => (l.Key, l.Value))]);
        VipEntry vip = Assert.Single(settings.Vips);
        Assert.Equal((10, IpProtocol.Udp, "10.100.0.1", (ushort)443, true), (vip.Line, vip.Protocol, vip.Address.ToString(), vip.Port, vip.IsQuic));
        Assert.Equal((3, 16_777_215u, "10.1.1.1:81"), (vip.Backends[0].Weight, vip.Backends[0].Server, vip.Backends[0].Check?.ToString()));
        Assert.Equal((0, null, null), (vip.Backends[1].Weight, vip.Backends[1].Server, vip.Backends[1].Check));
    }

    [Theory]
    [InlineData("balance all", "'balance' is none of 'source', 'limit', 'report', 'drop', 'vip' and 'backend'")]
    [InlineData("source 10.99.0.1", "the last 16 bits of '10.99.0.1' are the flow's: leave them 0")]
    [InlineData("limit all 5 burst 1", "this is 'limit source|network|syn|flows N burst N'")]
    [InlineData("limit source 0 burst 1", "'0' is not a number a second: 1 to 100000000")]
    [InlineData("report 1 of 5", "this is 'report none' or 'report 1 in N'")]
    [InlineData("drop 10.0.0.1/8", "'10.0.0.1/8' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'")]
    [InlineData("drop 10.0.0.0/8\ndrop 10.0.0.0/8", "line 1 says the same")]
    [InlineData("vip sctp 10.100.0.1 port 80", "'sctp' is none of 'tcp', 'udp' and 'quic'")]
    [InlineData("vip tcp 10.100.1 port 80", "'10.100.1' is no address")]
    [InlineData("vip tcp 10.100.0.1 port 65536", "'65536' is not a port: 1 to 65535")]
    [InlineData($"{Vip}\n{Vip}", "line 1 is the same service")]
    [InlineData("backend 10.97.1.2", "a backend stands under its vip, and there is none yet")]
    [InlineData($"{Vip}\nbackend 10.97.1.2 weight 101", "'101' is not a weight: 0 to 100")]
    [InlineData($"{Vip}\nbackend 10.97.1.2 cost 5", "this is 'backend ADDRESS [weight N] [server N] [check ADDRESS port N]'")]
    [InlineData($"{Vip}\nbackend 10.97.1.2\nbackend 10.97.1.2", "10.97.1.2 is a backend of this service already")]
    [InlineData($"{Vip}\nbackend 10.97.1.2 server 5\nbackend 10.97.1.3 server 5", "server id 5 is another backend's")]
    [InlineData("vip tcp fd00::1 port 80\nbackend 10.97.1.2", "IPv6 is not carried in IPv4: '10.97.1.2' can't be a backend here")]
    public void A_mistake_is_told_with_line_and_reason(string text, string reason)
    {
        (_, IReadOnlyList<ConfigurationProblem> problems) = EdgeText.Parse(text);
        Assert.Equal([new ConfigurationProblem(text.Split('\n').Length, reason)], problems);
    }
}
