using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class TcModesTests
{
    [Fact]
    public void No_packet_goes_unfiltered_while_the_program_is_replaced()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("TcModes", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 2_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("Clsact: replaced", output);
        Assert.Contains("Tcx: replaced", output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("gap")]
    public void The_check_fails_when_packets_go_unfiltered(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("TcModes", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }
}
