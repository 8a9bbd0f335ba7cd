using System;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Library;
using BpfSharp.Objects.Btf;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LibraryTests
{
    private const string Tally = "BpfSharp.Language.Library.Tallies";

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
        Assert.Equal(Globals(simulation, static name => name), Globals(loaded, BtfNames.Mangle));
    }

    [Fact]
    public void State_of_a_library_belongs_to_each_simulation()
    {
        long before = Tallies.Total;
        using var first = new LibraryProgramsSimulation();
        using var second = new LibraryProgramsSimulation();
        ((IMapViewFactory)first).Global<long>(Tally + ".Total").Value = 1;
        Assert.Equal(XdpAction.Pass, first.State.Run(new byte[256]).Verdict);
        Assert.Equal(1, ((IMapViewFactory)first).Global<int>(Tally + ".s_calls").Value);
        Assert.Equal(40, ((IMapViewFactory)second).Global<long>(Tally + ".Total").Value);
        Assert.Equal(before, Tallies.Total);
    }

    private static string Globals(IMapViewFactory state, Func<string, string> name) => string.Join(
        ' ',
        state.Global<long>(name(Tally + ".Total")).Value,
        state.Global<int>(name(Tally + ".s_calls")).Value,
        state.Global<Pair<byte, uint>>(name(Tally + ".s_last")).Value.Second,
        state.Global<int>(name(Tally + "+Nested.Seen")).Value);
}
