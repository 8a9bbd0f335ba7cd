using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class EvaluationOrderTests
{
    public static TheoryData<string> Names => ProgramsOf<IEvaluationOrderPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new EvaluationOrderProgramsSimulation();
        using EvaluationOrderProgramsObject loaded = EvaluationOrderProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IEvaluationOrderPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IEvaluationOrderPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Assert.Equal(simulation.Calls, loaded.Calls);
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
