using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class EgressSchedulerTests
{
    private const string Switch = "BPFSHARP_QEMU";

    [Fact]
    public void Packets_land_in_their_classes_and_classes_keep_their_rates()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("EgressScheduler", "--check");
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 10_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("rates, as the file says: gold:", output);
        Assert.Contains("rates, after a change under traffic: gold:", output);
        Assert.Contains("rates, filter on htb, not direct-action: gold:", output);
        Assert.Contains("rates, filter on htb, tc_classid: gold:", output);
        Assert.Contains("a bad plan is not used: line", output);
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("doubled")]
    public void The_check_fails_when_packets_are_not_steered_or_rates_are_wrong(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("EgressScheduler", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.Contains("problem: rates", output);
    }

    [Fact]
    public void A_bad_file_is_told_with_line_and_reason()
    {
        KernelTest.Require();
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "default rate 20mbit\nclass gold 10 rate 40mbps\n");
            (int exitCode, string output) = SampleProcess.Run("EgressScheduler", "--check", "--config", file);
            Assert.Equal(1, exitCode);
            Assert.Contains("the plan is not used: line 2: '40mbps' is no rate", output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Contention_is_measured_in_turns()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("EgressScheduler", "--check", "--contention");
        Assert.True(exitCode == 0, output);
        Assert.Contains("a program before the lock:", output);
        Assert.Equal(0, CheckLine.Of(output).Otherwise);
    }

    /// <summary>In QEMU, since the kernel of this machine has no fq.</summary>
    [Theory]
    [InlineData]
    [InlineData("--sabotage", "detached")]
    public void Departure_times_pace_where_the_kernel_has_fq(params string[] arguments)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Switch) == "1", $"boots another kernel, fetched from Debian's mirror (100 MB) once: set {Switch}=1");
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86 is not installed");
        (int exitCode, string output) = Command.TryRun(
            "env", [$"BPFSHARP_SAMPLE_OUTPUT={SampleProcess.Folder("EgressScheduler")}", Path.Combine(SampleProcess.Source("EgressScheduler"), "edt.sh"), .. arguments]);
        if (arguments.Length == 0)
        {
            Assert.True(exitCode == 0, output);
            Assert.Contains("pass:", output);
        }
        else
        {
            Assert.True(exitCode == 1, output);
            Assert.Contains("problem: paced:", output);
        }
    }
}
