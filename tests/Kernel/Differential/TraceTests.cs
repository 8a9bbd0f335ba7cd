using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What a program writes to the trace pipe is what its simulation writes.</summary>
public sealed class TraceTests
{
    public static TheoryData<string> Names => ProgramsOf<ITracePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_writes_what_dotnet_writes(string program)
    {
        KernelTest.Require("mount", "umount");
        uint run = unchecked((uint)HashCode.Combine(Environment.TickCount, program));
        using var simulation = new TraceProgramsSimulation(o => o.Run = run);
        using TraceProgramsObject loaded = TraceProgramsLoader.Load(o => o.Run = run);
        using var trace = new TraceBuffer();
        byte[][] packets = [.. PacketSource.Operands(seed: 9).Where(static p => p.Length >= 100).Take(20)];
        foreach (byte[] packet in packets)
            Differ.AssertSame(ProgramsOf<ITracePrograms>.Get<IXdpProgram>(simulation, program), ProgramsOf<ITracePrograms>.Get<IXdpProgram>(loaded, program), [packet]);
        // A test run may be repeated by the comparison: each line counts once.
        string[] expected = [.. simulation.Environment.TraceLines.Distinct().Order(StringComparer.Ordinal)];
        Assert.True(expected.Length > 60);
        Assert.Equal(expected, trace.Read($"bpfsharp-{run} ").Distinct().Order(StringComparer.Ordinal));
    }
}
