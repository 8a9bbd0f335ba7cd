using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What stands behind a region runs also when a loop in it is ended, by a fault or by the kernel's limit of rounds.</summary>
public sealed class LoopFinallyTests
{
    public static TheoryData<string> Names => [.. ProgramsOf<ILoopFinallyPrograms>.Names<IXdpProgram>().Select(static n => (string)n.Data!).Where(static n => !n.StartsWith("Limit"))];

    public static TheoryData<string> Limits => [.. ProgramsOf<ILoopFinallyPrograms>.Names<IXdpProgram>().Select(static n => (string)n.Data!).Where(static n => n.StartsWith("Limit"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LoopFinallyProgramsSimulation();
        using LoopFinallyProgramsObject loaded = LoopFinallyProgramsLoader.Load();
        foreach (byte[] packet in PacketSource.Operands(seed: 5))
        {
            Differ.AssertSame(ProgramsOf<ILoopFinallyPrograms>.Get<IXdpProgram>(simulation, program), ProgramsOf<ILoopFinallyPrograms>.Get<IXdpProgram>(loaded, program), [packet]);
            Assert.Equal((simulation.Left, simulation.Outer), (loaded.Left, loaded.Outer));
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.NotEmpty(loaded.ReadFaults());
    }

    /// <summary>.NET has no limit of rounds: its loops are ended by an exception, and the kernel's by the limit. All but the kind of the fault is the same.</summary>
    [Theory]
    [MemberData(nameof(Limits))]
    public void The_limit_leaves_behind_what_an_exception_leaves_behind(string program)
    {
        KernelTest.Require();
        using var simulation = new LoopFinallyProgramsSimulation(static o => o.Stops = 1);
        using LoopFinallyProgramsObject loaded = LoopFinallyProgramsLoader.Load();
        for (int packets = 1; packets <= 3; packets++)
        {
            Differ.AssertSame(ProgramsOf<ILoopFinallyPrograms>.Get<IXdpProgram>(simulation, program), ProgramsOf<ILoopFinallyPrograms>.Get<IXdpProgram>(loaded, program), [new byte[60]]);
            Assert.Equal((simulation.Left, simulation.Outer), (loaded.Left, loaded.Outer));
            Assert.Equal((ulong)packets, Assert.Single(loaded.ReadFaults()).Count);
        }

        Assert.Equal(FaultKind.LoopLimit, Assert.Single(loaded.ReadFaults()).Site.Kind);
        Assert.True(simulation.Left != 0 || program == nameof(LoopFinallyPrograms.LimitUnderReservation));
    }
}
