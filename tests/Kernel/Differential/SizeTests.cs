using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Lengths of packets as sizes for helpers (BPF3071 where the verifier could not see that they fit).</summary>
public sealed class SizeTests
{
    private static readonly int[] s_lengths = [14, 15, 60, 511, 512, 513, 2_047, 2_048, 2_049, 3_000];

    public static TheoryData<string> XdpNames => ProgramsOf<ISizePrograms>.Names<IXdpProgram>();

    public static TheoryData<string> TcNames => ProgramsOf<ISizePrograms>.Names<ITcProgram>();

    [Theory]
    [MemberData(nameof(XdpNames))]
    public void Xdp(string name)
    {
        KernelTest.Require();
        using var simulation = new SizeProgramsSimulation();
        using SizeProgramsObject loaded = SizeProgramsLoader.Load();
        IXdpProgram simulated = ProgramsOf<ISizePrograms>.Get<IXdpProgram>(simulation, name), kernel = ProgramsOf<ISizePrograms>.Get<IXdpProgram>(loaded, name);
        foreach (int length in s_lengths)
        {
            Differ.AssertSame(simulated, kernel, [Packet(length)]);
            Assert.Equal(Copied(simulation), Copied(loaded));
        }

        Assert.NotEqual(0, Copied(loaded)[500]);
        Assert.Empty(loaded.ReadFaults());
    }

    [Theory]
    [MemberData(nameof(TcNames))]
    public void Tc(string name)
    {
        KernelTest.Require();
        using var simulation = new SizeProgramsSimulation();
        using SizeProgramsObject loaded = SizeProgramsLoader.Load();
        ITcProgram simulated = ProgramsOf<ISizePrograms>.Get<ITcProgram>(simulation, name), kernel = ProgramsOf<ISizePrograms>.Get<ITcProgram>(loaded, name);
        foreach (int length in s_lengths.Skip(1))
        {
            Differ.AssertSame(simulated, kernel, [Packet(length)]);
            Assert.Equal(Copied(simulation), Copied(loaded));
        }

        Assert.NotEqual(0, Copied(loaded)[500]);
        Assert.Empty(loaded.ReadFaults());
    }

    private static byte[] Copied(ISizePrograms programs)
    {
        SizePrograms.Copy copy = programs.Copies[0];
        return ((System.ReadOnlySpan<byte>)copy.Bytes).ToArray();
    }

    private static byte[] Packet(int length)
    {
        byte[] packet = [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) ^ length | 1))];
        (packet[12], packet[13]) = (0x88, 0xb5);
        return packet;
    }
}
