using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class FinallyTests
{
    public static TheoryData<string> Names => ProgramsOf<IFinallyPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_leaves_regions_as_dotnet_does(string program)
    {
        KernelTest.Require();
        using var simulation = new FinallyProgramsSimulation();
        using FinallyProgramsObject loaded = FinallyProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IFinallyPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IFinallyPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Enumerable.Range(0, 8).Select(i => simulation.Trace[(uint)i]), Enumerable.Range(0, 8).Select(i => loaded.Trace[(uint)i]));
        Assert.Equal(Enumerable.Range(0, 4).Select(i => simulation.Counts[(uint)i]), Enumerable.Range(0, 4).Select(i => loaded.Counts[(uint)i]));
    }
}
