using System.Collections.Generic;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ReservationTests
{
    public static TheoryData<string> Names => ProgramsOf<IReservationPrograms>.Names<IXdpProgram>();

    /// <summary>More packets than the ring has room for: the last reservations are refused.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_keeps_the_records_that_dotnet_keeps(string program)
    {
        KernelTest.Require();
        using var simulation = new ReservationProgramsSimulation();
        using ReservationProgramsObject loaded = ReservationProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IReservationPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IReservationPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 3));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Records(simulation.Ring), Records(loaded.Ring));
        Assert.Equal(Records(simulation.Other), Records(loaded.Other));
    }

    private static List<(long A, byte Kind, long B)> Records(IRingBufferView<ReservationPrograms.Sample> ring)
    {
        var records = new List<(long, byte, long)>();
        ring.ReadAvailable((in ReservationPrograms.Sample sample) => records.Add((sample.A, sample.Kind, sample.B)));
        return records;
    }
}
