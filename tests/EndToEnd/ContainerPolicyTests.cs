using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class ContainerPolicyTests
{
    [Fact]
    public void Ten_thousand_rules_decide_on_real_packets_and_connections_survive_reloads()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("ContainerPolicy", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 1_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("a bad policy is not used: line", output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("forgetful")]
    public void The_check_fails_when_the_policy_does_not_do_its_work(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("ContainerPolicy", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }

    [Fact]
    public void A_bad_file_is_told_with_line_and_reason()
    {
        KernelTest.Require();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "in allow udp from any port 53\nin allow udp from 10.0.0.0/99\n");
            (int exitCode, string output) = SampleProcess.Run("ContainerPolicy", "--check", "--config", file);
            Assert.Equal(1, exitCode);
            Assert.Contains("the policy is not used: line 2: '10.0.0.0/99' is no network", output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
