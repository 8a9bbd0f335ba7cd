using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class IntegerTests
{
    public static TheoryData<string> Names => ProgramsOf<IIntegerPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new IntegerProgramsSimulation();
        using IntegerProgramsObject loaded = IntegerProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IIntegerPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IIntegerPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
