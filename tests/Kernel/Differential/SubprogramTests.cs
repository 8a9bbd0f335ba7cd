using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class SubprogramTests
{
    public static TheoryData<string> Names => ProgramsOf<ISubprogramPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new SubprogramProgramsSimulation();
        using SubprogramProgramsObject loaded = SubprogramProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ISubprogramPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ISubprogramPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
