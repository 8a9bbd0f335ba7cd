using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LayoutTests
{
    public static TheoryData<string> Names => ProgramsOf<ILayoutPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LayoutProgramsSimulation();
        using LayoutProgramsObject loaded = LayoutProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ILayoutPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ILayoutPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
