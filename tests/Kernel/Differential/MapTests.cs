using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class MapTests
{
    public static TheoryData<string> Names => ProgramsOf<IMapPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new MapProgramsSimulation();
        using MapProgramsObject loaded = MapProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IMapPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IMapPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
