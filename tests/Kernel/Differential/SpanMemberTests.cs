using System;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class SpanMemberTests
{
    public static TheoryData<string> Names => ProgramsOf<ISpanMemberPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new SpanMemberProgramsSimulation();
        using SpanMemberProgramsObject loaded = SpanMemberProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ISpanMemberPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ISpanMemberPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 5));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        for (uint i = 0; i < 4; i++)
            Assert.Equal(Bytes(simulation.Blocks[i]), Bytes(loaded.Blocks[i]));
    }

    private static byte[] Bytes(SpanMemberPrograms.Block block) => [.. (ReadOnlySpan<byte>)block];
}
