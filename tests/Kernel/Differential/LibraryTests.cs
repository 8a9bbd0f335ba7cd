using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LibraryTests
{
    public static TheoryData<string> Names => ProgramsOf<ILibraryPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LibraryProgramsSimulation();
        using LibraryProgramsObject loaded = LibraryProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ILibraryPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ILibraryPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
