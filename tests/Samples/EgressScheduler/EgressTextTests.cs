using System.Linq;
using BpfSharp.Protocols;
using EgressScheduler.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.EgressScheduler;

/// <summary>The language of plans.</summary>
public sealed class EgressTextTests
{
    private const string Classes = "default rate 20mbit\nclass gold a rate 40mbit\n";

    [Fact]
    public void Classes_and_rules_are_read_and_any_is_both_families()
    {
        (EgressPlan plan, var problems) = EgressText.Parse(Classes + "# a comment\nudp to 10.0.0.0/8 port 80-82 dscp af21 -> gold mark 0x1f dscp ef # and another\nicmp to any -> gold");
        Assert.Empty(problems);
        Assert.Equal([new EgressClass(1, "default", 1, 20_000_000), new EgressClass(2, "gold", 10, 40_000_000)], plan.Classes);
        Assert.Equal(new EgressRule(4, IpProtocol.Udp, plan.Rules[0].Destination, false, 80, 82, 18, 10, 0x1f, 46), plan.Rules[0]);
        Assert.Equal((104, 3), (plan.Rules[0].Destination.Length, plan.Rules[0].Entries));
        Assert.Equal([IpProtocol.Icmp, IpProtocol.Icmpv6], plan.Rules.Skip(1).Select(static r => r.Protocol!.Value));
        Assert.Equal([((byte?)null, (byte?)null), (null, null)], plan.Rules.Skip(1).Select(static r => (r.Dscp, r.NewDscp)));
    }

    [Theory]
    [InlineData("64kbit", 64_000)]
    [InlineData("10gbit", 10_000_000_000)]
    public void Rates_are_written_as_tc_does(string rate, long bits) =>
        Assert.Equal(bits, EgressText.Parse($"default rate {rate}").Plan.Classes.Single().BitsPerSecond);

    [Theory]
    [InlineData("default", "the default is 'default rate RATE'")]
    [InlineData("default rate 1mbit", "line 1 has a class 'default' already")]
    [InlineData("class gold b rate 1mbit", "line 2 has a class 'gold' already")]
    [InlineData("class bronze a rate 1mbit", "line 2 has the class 1:a already")]
    [InlineData("class bronze 1 rate 1mbit", "'1' is no class: 2 to fffe, in hexadecimal (1 is the default's)")]
    [InlineData("class bronze 1:20 rate 1mbit", "'1:20' is no class: 2 to fffe, in hexadecimal (1 is the default's)")]
    [InlineData("class bronze 20", "a class is 'class NAME MINOR rate RATE'")]
    [InlineData("class bronze 20 rate 8mbps", "'8mbps' is no rate: 64kbit to 10gbit, such as 500kbit or 40mbit")]
    [InlineData("class bronze 20 rate 11gbit", "'11gbit' is no rate: 64kbit to 10gbit, such as 500kbit or 40mbit")]
    [InlineData("udp to any port 53 -> silver", "no line above has a class 'silver'")]
    [InlineData("icmp to any port 53 -> gold", "'icmp' has no ports: tcp, udp and sctp have")]
    [InlineData("udp to 10.0.0.0/33 -> gold", "'10.0.0.0/33' is no network: 'any', '10.0.0.0/8' or '2001:db8::/32'")]
    [InlineData("udp to any dscp 64 -> gold", "'64' is no DSCP: 0 to 63, ef, cs0 to cs7, or af11 to af43")]
    [InlineData("udp to any -> gold dscp af44", "'af44' is no DSCP: 0 to 63, ef, cs0 to cs7, or af11 to af43")]
    [InlineData("udp to any -> gold mark 0", "'0' is no mark: 1 to 4294967295, or 0x1 to 0xffffffff")]
    [InlineData("udp to any gold", "a rule is 'PROTOCOL to NETWORK [port N[-M]] [dscp D] -> CLASS [mark N] [dscp D]'")]
    [InlineData("udp to any -> gold dscp ef mark 1", "a rule is 'PROTOCOL to NETWORK [port N[-M]] [dscp D] -> CLASS [mark N] [dscp D]'")]
    public void A_mistake_is_told_with_line_and_reason(string line, string reason)
    {
        (_, var problems) = EgressText.Parse(Classes + line);
        Assert.Equal([new ConfigurationProblem(3, reason)], problems);
    }

    [Fact]
    public void Two_rules_about_the_same_packets_are_a_mistake()
    {
        (_, var problems) = EgressText.Parse(Classes + "udp to any port 1-5 -> gold\nudp to 0.0.0.0/0 port 5 -> default\nudp to any port 5 dscp ef -> gold");
        Assert.Equal([new ConfigurationProblem(4, "line 3 has decided on the same packets already")], problems);
    }

    [Fact]
    public void A_plan_without_a_default_is_a_mistake()
    {
        (_, var problems) = EgressText.Parse("class gold 10 rate 1mbit");
        Assert.Equal([new ConfigurationProblem(1, "the line 'default rate RATE' is missing: what no rule names needs a class too")], problems);
    }
}
