using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class LockTests
{
    public static TheoryData<string> Names => ProgramsOf<ILockPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_under_locks_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new LockProgramsSimulation();
        using LockProgramsObject loaded = LockProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ILockPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ILockPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 5));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Enumerable.Range(0, 4).Select(i => Describe(simulation.Accounts[(uint)i])), Enumerable.Range(0, 4).Select(i => Describe(loaded.Accounts[(uint)i])));
    }

    [Fact]
    public void Entries_that_a_callback_was_given_are_locked()
    {
        KernelTest.Require();
        using var simulation = new EntryLockProgramsSimulation();
        using EntryLockProgramsObject loaded = EntryLockProgramsLoader.Load();
        Differ.AssertSame(simulation.Walked, loaded.Walked, PacketSource.Operands(seed: 6));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.NotEmpty(loaded.ReadFaults());
        for (uint i = 0; i < 4; i++)
            Assert.Equal((simulation.Accounts[i].Uses, simulation.Accounts[i].Out), (loaded.Accounts[i].Uses, loaded.Accounts[i].Out));
    }

    private static string Describe(LockPrograms.Account account) => $"{account.Uses} {account.In} {account.Out}";
}
