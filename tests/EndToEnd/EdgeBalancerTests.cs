using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class EdgeBalancerTests
{
    private const string Switch = "BPFSHARP_QEMU";

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

    /// <summary>In QEMU, since the kernel of this machine has no tunnel devices.</summary>
    [Fact]
    public void Tunnel_devices_take_off_the_outer_headers()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Switch) == "1", $"boots another kernel, fetched from Debian's mirror (30 MB) once: set {Switch}=1");
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-system-x86_64"), "qemu-system-x86 is not installed");
        (int exitCode, string output) = Command.TryRun(
            "env", [$"BPFSHARP_SAMPLE_OUTPUT={SampleProcess.Folder("EdgeBalancer")}", Path.Combine(SampleProcess.Source("EdgeBalancer"), "tunnels.sh")]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("pass:", output);
    }
}
