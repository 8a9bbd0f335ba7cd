using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LanguageTests
{
    public static TheoryData<string> Names => ProgramsOf<ILanguagePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LanguageProgramsSimulation();
        using LanguageProgramsObject loaded = LanguageProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ILanguagePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ILanguagePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
