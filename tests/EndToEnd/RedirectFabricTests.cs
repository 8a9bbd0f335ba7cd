using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class RedirectFabricTests
{
    [Fact]
    public void Containers_reach_each_other_and_the_outside_and_strangers_are_not_reached()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("RedirectFabric", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 400, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("fabric beside bridge:", output);
    }

    [Fact]
    public void The_check_fails_when_the_programs_are_detached()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("RedirectFabric", "--check", "--sabotage", "detached");
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }
}
