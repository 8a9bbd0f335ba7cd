using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class RegressionTests
{
    public static TheoryData<string> Names => ProgramsOf<IRegressionPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new RegressionProgramsSimulation();
        using RegressionProgramsObject loaded = RegressionProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IRegressionPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IRegressionPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
