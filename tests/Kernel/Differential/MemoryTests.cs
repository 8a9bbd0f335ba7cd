using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class MemoryTests
{
    public static TheoryData<string> Names => ProgramsOf<IMemoryPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new MemoryProgramsSimulation();
        using MemoryProgramsObject loaded = MemoryProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IMemoryPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IMemoryPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
