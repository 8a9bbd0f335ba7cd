using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class PacketTests
{
    public static TheoryData<string> Names => ProgramsOf<IPacketPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new PacketProgramsSimulation();
        using PacketProgramsObject loaded = PacketProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IPacketPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IPacketPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Frames(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
