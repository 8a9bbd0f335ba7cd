using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
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
        (int packets, int expected, int otherwise) = CheckLine(output);
        Assert.True(packets >= 200, output);
        Assert.Equal(packets, expected);
        Assert.Equal(0, otherwise);
    }

    [Fact]
    public void Every_packet_meets_its_fate_in_the_simulation()
    {
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--simulate");
        Assert.True(exitCode == 0, output);
        Assert.Contains("simulation:", output);
        Assert.Equal(0, CheckLine(output).Otherwise);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("inverted")]
    public void The_check_fails_when_the_programs_do_not_do_their_work(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine(output).Otherwise > 0, output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("inverted")]
    public void The_simulated_check_fails_too(string sabotage)
    {
        (int exitCode, string output) = SampleProcess.Run("QuickStart", "--check", "--simulate", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine(output).Otherwise > 0, output);
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

    private static (int Packets, int Expected, int Otherwise) CheckLine(string output)
    {
        string last = output.TrimEnd().Split('\n')[^1].Trim();
        Match match = Regex.Match(last, @"^check: (\d+) packets, (\d+) as expected, (\d+) otherwise$");
        Assert.True(match.Success, output);
        return (int.Parse(match.Groups[1].Value), int.Parse(match.Groups[2].Value), int.Parse(match.Groups[3].Value));
    }

    private static string[] Namespaces(int process) =>
        Directory.Exists("/run/netns") ? [.. Directory.EnumerateFiles("/run/netns", $"bpfsharp-{process}-*").Order(StringComparer.Ordinal)] : [];
}
