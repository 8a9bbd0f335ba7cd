using System.Linq;
using BpfSharp.Protocols;
using ContainerPolicy.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.ContainerPolicy;

/// <summary>The language of policies.</summary>
public sealed class PolicyTextTests
{
    [Fact]
    public void A_line_is_a_rule_and_any_is_both_families()
    {
        (var rules, var problems) = PolicyText.Parse("# a comment\n\nin allow tcp from 10.0.0.0/8 port 80-82 # and another\nout deny icmp to any");
        Assert.Empty(problems);
        Assert.Equal(3, rules.Count);
        Assert.Equal((3, true, true, IpProtocol.Tcp, 104, 80, 82), (rules[0].Line, rules[0].ToContainer, rules[0].Allows, rules[0].Protocol!.Value, rules[0].Peer.Length, rules[0].FirstPort, rules[0].LastPort));
        Assert.Equal([IpProtocol.Icmp, IpProtocol.Icmpv6], rules.Skip(1).Select(static r => r.Protocol!.Value));
    }

    [Theory]
    [InlineData("in allow tcp from", "a rule is 'in|out allow|deny PROTOCOL from|to NETWORK [port N[-M]]'")]
    [InlineData("inward allow tcp from any", "'inward' is neither 'in' nor 'out'")]
    [InlineData("in permit tcp from any", "'permit' is neither 'allow' nor 'deny'")]
    [InlineData("in allow tcp to any", "'to' instead of 'from' after 'in'")]
    [InlineData("out allow tcp from any", "'from' instead of 'to' after 'out'")]
    [InlineData("in allow http from any", "'http' is no protocol: tcp, udp, sctp, icmp or any")]
    [InlineData("in allow tcp from 10.0.0.0/33", "'10.0.0.0/33' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'")]
    [InlineData("in allow icmp from any port 80", "'icmp' has no ports: tcp, udp and sctp have")]
    [InlineData("in allow tcp from any port 0", "'0' is no port: 1 to 65535, or a range such as 8000-8010")]
    [InlineData("in allow tcp from any port 90-80", "'90-80' is no port: 1 to 65535, or a range such as 8000-8010")]
    [InlineData("in allow tcp from any port 1-60000", "'1-60000' has more than 1024 ports: leave 'port' out, or name a smaller range")]
    public void A_mistake_is_told_with_line_and_reason(string line, string reason)
    {
        (_, var problems) = PolicyText.Parse($"in allow udp from any port 53\n{line}");
        Assert.Equal([new ConfigurationProblem(2, reason)], problems);
    }

    [Fact]
    public void Two_rules_about_the_same_packets_are_a_mistake()
    {
        (_, var problems) = PolicyText.Parse("in allow tcp from 10.0.0.0/8 port 80-90\nin deny tcp from 10.0.0.0/8 port 85");
        Assert.Equal([new ConfigurationProblem(2, "line 1 has decided on the same packets already")], problems);
    }

    [Fact]
    public void Too_many_entries_are_told()
    {
        string text = string.Join('\n', Enumerable.Range(0, 70).Select(static i => $"in allow tcp from 10.{i}.0.0/16 port 1-1000"));
        (_, var problems) = PolicyText.Parse(text);
        Assert.Equal("70000 entries are too many: 65536 fit, and each port of a range is one", Assert.Single(problems).Reason);
    }
}
