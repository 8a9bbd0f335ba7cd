using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class CopyTests
{
    public static TheoryData<string> Names => ProgramsOf<ICopyPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new CopyProgramsSimulation();
        using CopyProgramsObject loaded = CopyProgramsLoader.Load();
        foreach (ICopyPrograms programs in new ICopyPrograms[] { simulation, loaded })
        {
            for (uint i = 0; i < 3; i++)
                programs.Neighbours[i] = new CopyPrograms.Neighbour { Port = i + 40, A0 = (ushort)(i + 0x1234), A1 = (ushort)(i + 0x5678), A2 = (ushort)(i + 0x9abc) };
            for (ushort a = 0; a < 8; a++)
            {
                programs.Keys[new CopyPrograms.Key { Length = 32, A = a, B = (ushort)(a / 2) }] = a + 100u;
                programs.Keys[new CopyPrograms.Key { Length = 33, A = a, B = a }] = a + 200u;
            }
        }

        Differ.AssertSame(
            ProgramsOf<ICopyPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ICopyPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 77));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
