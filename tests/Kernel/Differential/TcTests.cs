using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class TcTests
{
    public static TheoryData<string> Names => ProgramsOf<ITcPrograms>.Names<ITcProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new TcProgramsSimulation();
        using TcProgramsObject loaded = TcProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ITcPrograms>.Get<ITcProgram>(simulation, program),
            ProgramsOf<ITcPrograms>.Get<ITcProgram>(loaded, program),
            PacketSource.TcFrames(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
