using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class EdgeBalancerTests
{
    [Fact]
    public void Flows_reach_their_backends_and_floods_do_not()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("EdgeBalancer", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 10_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("a bad configuration is not used: line", output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("wrapped")]
    [InlineData("undefended")]
    public void The_check_fails_when_packets_take_other_ways(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("EdgeBalancer", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }
}
