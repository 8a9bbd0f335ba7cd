using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What a program writes to the trace pipe is what its simulation writes.</summary>
public sealed class TraceTests
{
    [Fact]
    public void Kernel_writes_what_dotnet_writes()
    {
        KernelTest.Require("mount", "umount");
        uint run = (uint)Environment.TickCount;
        using var simulation = new TraceProgramsSimulation(o => o.Run = run);
        using TraceProgramsObject loaded = TraceProgramsLoader.Load(o => o.Run = run);
        byte[][] packets = [.. PacketSource.Operands(seed: 9).Where(static p => p.Length >= 100).Take(20)];
        foreach (byte[] packet in packets)
            Differ.AssertSame(simulation.Lines, loaded.Lines, [packet]);
        // A test run may be repeated by the comparison: each line counts once.
        string[] expected = [.. simulation.Environment.TraceLines.Distinct().Order(StringComparer.Ordinal)];
        Assert.True(expected.Length > 60);
        Assert.Equal(expected, ReadTrace($"bpfsharp-{run} ").Distinct().Order(StringComparer.Ordinal));
    }

    // A tracefs of our own: nothing of what is mounted changes.
    private static string[] ReadTrace(string start)
    {
        string folder = Directory.CreateTempSubdirectory("bpfsharp-trace-").FullName;
        Tool.Run("mount", $"-t tracefs tracefs {folder}");
        try
        {
            return [.. File.ReadLines(Path.Combine(folder, "trace")).Where(l => l.Contains(start, StringComparison.Ordinal)).Select(l => l[l.IndexOf(start, StringComparison.Ordinal)..])];
        }
        finally
        {
            Tool.Run("umount", folder);
            Directory.Delete(folder);
        }
    }
}
