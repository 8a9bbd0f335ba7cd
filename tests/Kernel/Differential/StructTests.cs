using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class StructTests
{
    public static TheoryData<string> Names => ProgramsOf<IStructPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new StructProgramsSimulation();
        using StructProgramsObject loaded = StructProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IStructPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IStructPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
