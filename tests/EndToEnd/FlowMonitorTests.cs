using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

public sealed class FlowMonitorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bpfsharp-flows").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Flows_are_counted_to_the_packet_and_every_drop_is_told()
    {
        KernelTest.Require();
        string json = Path.Combine(_folder, "flows.json");
        string capture = Path.Combine(_folder, "flows.pcapng");
        (int exitCode, string output) = SampleProcess.Run("FlowMonitor", "--check", "--json", json, "--pcapng", capture);
        Assert.True(exitCode == 0, output);
        CheckLine line = CheckLine.Of(output);
        Assert.True(line.Packets >= 240_000, output);
        Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        Assert.Contains("a bad configuration is not used: line", output);

        JsonElement[] events = [.. File.ReadLines(json).Select(static l => JsonDocument.Parse(l).RootElement)];
        JsonElement[] drops = [.. events.Where(static e => e.GetProperty("kind").GetString() == "drop")];
        // Two families, three kinds of drops, 12 packets each, reported in six ways.
        Assert.Equal(2 * 3 * 12 * 6, drops.Length);
        Assert.All(drops, static d => Assert.True(d.GetProperty("line").GetInt32() >= 14));
        Assert.Contains(events, static e => e.GetProperty("kind").GetString() == "flow" && e.GetProperty("packets").GetInt64() == 60_000);

        PcapngBlock[] packets = PcapngBlock.Packets(File.ReadAllBytes(capture));
        Assert.Equal(events.Count(static e => e.GetProperty("kind").GetString() != "flow"), packets.Length);
        Assert.Equal(drops.Length, packets.Count(static p => p.Comment.StartsWith("dropped: ", StringComparison.Ordinal)));
        Assert.Contains(packets, static p => p.Comment == "dropped: ClosedPort, line 17; server to client" && p.Outbound && p.Captured == p.Length);

        // One line a packet, by somebody else's reader.
        string[] read = Command.Run("tcpdump", "-nr", capture).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(packets.Length, read.Count(static l => !l.StartsWith('\t') && !l.StartsWith("reading from", StringComparison.Ordinal)));
        Assert.Contains(read, static l => l.Contains("10.90.0.66.5000 > 10.90.0.2.7001", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("detached")]
    [InlineData("one-way")]
    [InlineData("silent-loss")]
    public void The_check_fails_when_something_is_not_watched(string sabotage)
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("FlowMonitor", "--check", "--sabotage", sabotage);
        Assert.True(exitCode == 1, output);
        Assert.True(CheckLine.Of(output).Otherwise > 0, output);
    }

    [Fact]
    public void A_file_that_can_not_be_written_is_named()
    {
        KernelTest.Require();
        (int exitCode, string output) = SampleProcess.Run("FlowMonitor", "--check", "--json", Path.Combine(_folder, "none", "flows.json"));
        Assert.Equal(1, exitCode);
        Assert.Contains("can't be written", output);
    }
}
