using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ProofTests
{
    public static TheoryData<string> Names => ProgramsOf<IProofPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new ProofProgramsSimulation();
        using ProofProgramsObject loaded = ProofProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IProofPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IProofPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
