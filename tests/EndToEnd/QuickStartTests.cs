using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class QuickStartTests
{
    [Fact]
    public void Every_packet_meets_its_fate_in_the_kernel()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check");
        Assert.True(exitCode == 0, output);
        Assert.Contains("kernel: XDP attached", output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 200, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
    }

    [Fact]
    public void Every_packet_meets_its_fate_in_the_simulation()
    {
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--simulate");
        Assert.True(exitCode == 0, output);
        Assert.Contains("simulation:", output);
        Assert.Equal(0, CheckLine.Of(output).Otherwise);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("inverted")]
    public void The_check_fails_when_the_programs_do_not_do_their_work(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("inverted")]
    public void The_simulated_check_fails_too(string sabotage)
    {
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--simulate", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }

    [Fact]
    public void Ctrl_C_leaves_the_machine_clean()
    {
        KernelTest.Require();
        using SampleProcess sample = SampleProcess.Start("QuickStart");
        sample.WaitFor("kernel:");
        sample.Signal("INT");
        Assert.Equal(130, sample.WaitForExit());
        Assert.Empty(Namespaces(sample.Id));
    }

    [Fact]
    public void After_a_kill_the_next_run_cleans_up()
    {
        KernelTest.Require();
        using SampleProcess sample = SampleProcess.Start("QuickStart");
        sample.WaitFor("kernel:");
        Assert.NotEmpty(Namespaces(sample.Id));
        sample.Signal("KILL");
        sample.WaitForExit();
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check");
        Assert.True(exitCode == 0, output);
        Assert.Empty(Namespaces(sample.Id));
    }

    private static string[] Namespaces(int process) =>
        Directory.Exists("/run/netns") ? [.. Directory.EnumerateFiles("/run/netns", $"bpfsharp-{process}-*").Order(StringComparer.Ordinal)] : [];
}
