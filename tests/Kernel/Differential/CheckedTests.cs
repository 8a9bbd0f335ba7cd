using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class CheckedTests
{
    public static TheoryData<string> Names => ProgramsOf<ICheckedPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new CheckedProgramsSimulation();
        using CheckedProgramsObject loaded = CheckedProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ICheckedPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ICheckedPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 11));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
