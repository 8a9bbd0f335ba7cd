using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ShapeTests
{
    public static TheoryData<string> Names => ProgramsOf<IShapePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new ShapeProgramsSimulation();
        using ShapeProgramsObject loaded = ShapeProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IShapePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IShapePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
