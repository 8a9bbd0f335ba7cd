using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Values of per-CPU maps on CPUs that are named.</summary>
public sealed class PerCpuTests
{
    public static TheoryData<string> Names => ProgramsOf<IPerCpuPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new PerCpuProgramsSimulation();
        using PerCpuProgramsObject loaded = PerCpuProgramsLoader.Load();
        Assert.SkipUnless(loaded.Array.CpuCount >= 2, "the programs ask for CPUs 0 and 1");
        Fill(simulation);
        Fill(loaded);
        Differ.AssertSame(
            ProgramsOf<IPerCpuPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IPerCpuPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 31));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(simulation.Array.SelectMany(static e => e[..2]), loaded.Array.SelectMany(static e => e[..2]));
        Assert.Equal(simulation.Lru[2][..2], loaded.Lru[2][..2]);
    }

    private static void Fill(IPerCpuPrograms programs)
    {
        programs.Hash[2] = [.. Enumerable.Range(20, programs.Hash.CpuCount).Select(static v => (long)v)];
        programs.Lru[2] = [.. Enumerable.Range(50, programs.Lru.CpuCount).Select(static v => (long)v)];
        programs.Array[1] = [.. Enumerable.Range(70, programs.Array.CpuCount).Select(static v => (long)v)];
    }
}
