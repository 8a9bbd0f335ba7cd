using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class RangeTests
{
    public static TheoryData<string> Names => ProgramsOf<IRangePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new RangeProgramsSimulation();
        using RangeProgramsObject loaded = RangeProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IRangePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IRangePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
