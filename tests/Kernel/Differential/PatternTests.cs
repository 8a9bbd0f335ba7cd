using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class PatternTests
{
    public static TheoryData<string> Names => ProgramsOf<IPatternPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new PatternProgramsSimulation();
        using PatternProgramsObject loaded = PatternProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IPatternPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IPatternPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        // .NET knows no line of the exception of a 'switch' without an arm: its frame is code that nobody wrote.
        if (program == nameof(PatternPrograms.NoArm))
            Assert.Equal(simulation.ReadFaults().Sum(static f => (long)f.Count), loaded.ReadFaults().Sum(static f => (long)f.Count));
        else
            Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
