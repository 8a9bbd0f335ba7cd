using System;
using System.Buffers.Binary;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class RegressionTests
{
    public static TheoryData<string> Names => ProgramsOf<IRegressionPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new RegressionProgramsSimulation();
        using RegressionProgramsObject loaded = RegressionProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IRegressionPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IRegressionPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Faults_of_the_last_checks_end_callbacks()
    {
        KernelTest.Require();
        using var simulation = new RegressionTcProgramsSimulation();
        using RegressionTcProgramsObject loaded = RegressionTcProgramsLoader.Load();
        Differ.AssertSame(simulation.Checks_added_last_in_a_callback, loaded.Checks_added_last_in_a_callback, PacketSource.Operands(seed: 1));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Fields_of_16_bits_lose_what_is_beyond()
    {
        KernelTest.Require();
        using var simulation = new RegressionTcProgramsSimulation();
        using RegressionTcProgramsObject loaded = RegressionTcProgramsLoader.Load();
        foreach (byte[] packet in PacketSource.Operands(seed: 1))
        {
            Differ.AssertSame(simulation.Fields_of_16_bits, loaded.Fields_of_16_bits, [packet]);
            Assert.Equal(simulation.Cells, loaded.Cells);
        }

        Assert.Equal((65_534L, 0x2345L), (loaded.Cells[3], loaded.Cells[4]));
    }

    [Fact]
    public void Places_in_a_callbacks_frame_are_those_of_whole_words_or_of_parts()
    {
        KernelTest.Require();
        using var simulation = new RegressionTcProgramsSimulation();
        using RegressionTcProgramsObject loaded = RegressionTcProgramsLoader.Load();
        Differ.AssertSame(simulation.Records_and_keys_in_a_callback, loaded.Records_and_keys_in_a_callback, PacketSource.Operands(seed: 1).Take(4));
        while (simulation.Records.TryRead(out long wanted))
        {
            Assert.True(loaded.Records.TryRead(out long got));
            Assert.Equal(wanted, got);
        }

        Assert.False(loaded.Records.TryRead(out _));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Room_is_made_again_in_the_same_local()
    {
        KernelTest.Require();
        using var simulation = new RoomProgramsSimulation();
        using RoomProgramsObject loaded = RoomProgramsLoader.Load();
        Differ.AssertSame(simulation.Room_in_a_loop, loaded.Room_in_a_loop, PacketSource.Operands(seed: 1));
        int records = 0;
        while (simulation.Ring.TryRead(out long wanted) && loaded.Ring.TryRead(out long got))
        {
            Assert.Equal(wanted, got);
            records++;
        }

        Assert.False(loaded.Ring.TryRead(out _));
        Assert.True(records > 100, $"{records} records");
        Assert.Equal(simulation.Sum, loaded.Sum);
    }

    [Fact]
    public void Checksums_have_the_kernels_zero()
    {
        KernelTest.Require();
        using var simulation = new RegressionTcProgramsSimulation();
        using RegressionTcProgramsObject loaded = RegressionTcProgramsLoader.Load();
        uint[] values = [0, 1, 0xffff, 0xffff_0000, 0xffff_fffe, uint.MaxValue];
        foreach (uint a in values)
        {
            foreach (uint b in values)
            {
                foreach (byte fill in new byte[] { 0, 0xff })
                {
                    var packet = new byte[60];
                    packet.AsSpan(30).Fill(fill);
                    BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(14), a);
                    BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(22), b);
                    Differ.AssertSame(simulation.Checksums_of_zero, loaded.Checksums_of_zero, [packet]);
                }
            }
        }
    }
}
