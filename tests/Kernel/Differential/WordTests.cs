using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class WordTests
{
    public static TheoryData<string> Names => ProgramsOf<IWordPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program) => AssertSame((simulation, loaded) => Differ.AssertSame(
        ProgramsOf<IWordPrograms>.Get<IXdpProgram>(simulation, program),
        ProgramsOf<IWordPrograms>.Get<IXdpProgram>(loaded, program),
        PacketSource.Operands(seed: 78)));

    [Fact]
    public void Kernel_computes_in_tc_what_dotnet_computes() =>
        AssertSame(static (simulation, loaded) => Differ.AssertSame(simulation.LaterPulled, loaded.LaterPulled, PacketSource.TcFrames(seed: 79)));

    private static void AssertSame(Action<IWordPrograms, IWordPrograms> run)
    {
        KernelTest.Require();
        using var simulation = new WordProgramsSimulation();
        using WordProgramsObject loaded = WordProgramsLoader.Load();
        foreach (IWordPrograms programs in new IWordPrograms[] { simulation, loaded })
        {
            for (ushort port = 0; port < 8; port++)
                programs.Services[new WordPrograms.Service { Port = port, Protocol = 6 }] = (port * 0x1_0003u) + 7;
        }

        run(simulation, loaded);
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Entries(simulation), Entries(loaded));
    }

    private static List<KeyValuePair<WordPrograms.Flow, ulong>> Entries(IWordPrograms programs) =>
        [.. programs.Flows.OrderBy(static f => f.Key.Source).ThenBy(static f => f.Key.Destination)];
}
