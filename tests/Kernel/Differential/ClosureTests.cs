using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ClosureTests
{
    public static TheoryData<string> Names => ProgramsOf<IClosurePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new ClosureProgramsSimulation();
        using ClosureProgramsObject loaded = ClosureProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IClosurePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IClosurePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
