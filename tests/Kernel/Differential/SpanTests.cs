using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class SpanTests
{
    public static TheoryData<string> Names => ProgramsOf<ISpanPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new SpanProgramsSimulation();
        using SpanProgramsObject loaded = SpanProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ISpanPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ISpanPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
