using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class DdosPipelineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bpfsharp-ddos").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Floods_never_arrive_and_everything_else_does()
    {
        KernelTest.Require("ethtool", "tcpdump");
        string capture = Path.Combine(_folder, "samples.pcapng");
        (int exitCode, string output) = SampleProcess.Run("DdosPipeline", "--check", "--pcapng", capture);
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 403_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("bad signatures are not used: line 29, column 19:", output);

        PcapngBlock[] packets = PcapngBlock.Packets(File.ReadAllBytes(capture));
        Assert.True(packets.Length > 300, output);
        foreach (string signature in (string[])["dropped: syn-flood-512", "dropped: bytecode-7004", "dropped: bad-network-6", "dropped: ntp-monlist", "passed: friends", "seen: looked-at"])
            Assert.Contains(packets, p => p.Comment == signature);
        Assert.All(packets, static p => Assert.Equal(Math.Min(p.Length, 1536), p.Captured));

        // One line a packet, by somebody else's reader.
        string[] read = Command.Run("tcpdump", "-nr", capture).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(read, static l => l.Contains("10.95.0.9.4000 > 10.95.0.2.80: Flags [S]", StringComparison.Ordinal) && l.Contains("win 512, options [mss 536,nop,nop,nop,eol]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("gap")]
    [InlineData("no-bytecode")]
    public void The_check_fails_when_packets_come_through(string sabotage)
    {
        KernelTest.Require("ethtool");
        (int exitCode, string output) = SampleProcess.Run("DdosPipeline", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }
}
