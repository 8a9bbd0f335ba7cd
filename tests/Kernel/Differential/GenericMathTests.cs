using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class GenericMathTests
{
    public static TheoryData<string> Names => ProgramsOf<IGenericMathPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new GenericMathProgramsSimulation();
        using GenericMathProgramsObject loaded = GenericMathProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IGenericMathPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IGenericMathPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 21));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
