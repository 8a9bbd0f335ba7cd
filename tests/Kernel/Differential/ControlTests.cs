using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ControlTests
{
    public static TheoryData<string> Names => ProgramsOf<IControlPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new ControlProgramsSimulation();
        using ControlProgramsObject loaded = ControlProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IControlPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IControlPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
