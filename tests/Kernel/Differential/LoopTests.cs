using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LoopTests
{
    public static TheoryData<string> Names => ProgramsOf<ILoopPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LoopProgramsSimulation();
        using LoopProgramsObject loaded = LoopProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ILoopPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ILoopPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
