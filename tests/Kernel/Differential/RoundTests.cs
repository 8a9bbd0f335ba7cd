using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class RoundTests
{
    public static TheoryData<string> Names => ProgramsOf<IRoundPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new RoundProgramsSimulation();
        using RoundProgramsObject loaded = RoundProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IRoundPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IRoundPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
