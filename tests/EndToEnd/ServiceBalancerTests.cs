using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class ServiceBalancerTests
{
    [Fact]
    public void Clients_reach_backends_through_services_and_backends_come_and_go()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("ServiceBalancer", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 800, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("a bad configuration is not used: line", output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("one-way")]
    public void The_check_fails_when_packets_are_not_translated(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("ServiceBalancer", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }
}
