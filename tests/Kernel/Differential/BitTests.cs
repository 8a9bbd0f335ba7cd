using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class BitTests
{
    public static TheoryData<string> Names => ProgramsOf<IBitPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new BitProgramsSimulation();
        using BitProgramsObject loaded = BitProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IBitPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IBitPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
