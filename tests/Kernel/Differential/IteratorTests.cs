using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using BpfSharp.Loader;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Loops whose rounds are an open-coded iterator's: the same results, faults and effects as by .NET, and nothing left behind that the verifier would refuse.</summary>
public sealed class IteratorTests
{
    public static TheoryData<string> Names => [.. Programs.Where(static n => !n.StartsWith("Limit", StringComparison.Ordinal))];

    public static TheoryData<string> Limits => [.. Programs.Where(static n => n.StartsWith("Limit", StringComparison.Ordinal))];

    private static IEnumerable<string> Programs => typeof(IIteratorPrograms).GetProperties().Where(static p => typeof(IBpfProgram).IsAssignableFrom(p.PropertyType)).Select(static p => p.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new IteratorProgramsSimulation();
        using IteratorProgramsObject loaded = IteratorProgramsLoader.Load();
        var random = new Random(17);
        for (uint key = 0; key < 40; key++)
        {
            // Chains that end, rings, and entries that make a fault.
            var node = new IteratorPrograms.Node { Value = random.Next(0, 40), Next = (uint)random.Next(0, 44) };
            simulation.Nodes[key] = node;
            loaded.Nodes[key] = node;
        }

        var results = new HashSet<(long, long)>();
        foreach (byte[] packet in Packets(random))
        {
            AssertSame(program, simulation, loaded, packet);
            results.Add((simulation.Left, simulation.Sum));
        }

        for (uint key = 0; key < 40; key++)
            Assert.Equal(simulation.Nodes[key], loaded.Nodes[key]);
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.True(results.Count > 20, "the packets are too much alike");
    }

    /// <summary>.NET has no limit of rounds: its loops are ended by an exception, and the kernel's by the limit. All but the kind of the fault is the same.</summary>
    [Theory]
    [MemberData(nameof(Limits))]
    public void The_limit_leaves_behind_what_an_exception_leaves_behind(string program)
    {
        KernelTest.Require();
        using var simulation = new IteratorProgramsSimulation(static o => o.Stops = 1);
        using IteratorProgramsObject loaded = IteratorProgramsLoader.Load();
        for (int packets = 1; packets <= 3; packets++)
        {
            AssertSame(program, simulation, loaded, new byte[60]);
            Assert.Equal((ulong)packets, Assert.Single(loaded.ReadFaults()).Count);
        }

        Assert.Equal(FaultKind.LoopLimit, Assert.Single(loaded.ReadFaults()).Site.Kind);
        Assert.NotEqual(0, simulation.Left);
    }

    /// <summary>The verifier's work shows that it does not walk round by round.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_verifier_walks_few_rounds(string program)
    {
        KernelTest.Require();
        using IteratorProgramsObject loaded = IteratorProgramsLoader.Load();
        var programs = (LoadedProgram)typeof(IteratorProgramsObject).GetProperty(program)!.GetValue(loaded)!;
        Assert.InRange(programs.ReadStatistics().VerifiedInstructions, 1u, 4000u);
    }

    private static void AssertSame(string program, IteratorProgramsSimulation simulation, IteratorProgramsObject loaded, byte[] packet)
    {
        object simulated = typeof(IIteratorPrograms).GetProperty(program)!.GetValue(simulation)!;
        object inKernel = typeof(IIteratorPrograms).GetProperty(program)!.GetValue(loaded)!;
        if (simulated is IXdpProgram xdp)
            Differ.AssertSame(xdp, (IXdpProgram)inKernel, [packet]);
        else
            Differ.AssertSame((ITcProgram)simulated, (ITcProgram)inKernel, [packet]);
        Assert.Equal((simulation.Left, simulation.Sum), (loaded.Left, loaded.Sum));
    }

    private static IEnumerable<byte[]> Packets(Random random)
    {
        for (int i = 0; i < 400; i++)
        {
            byte[] packet = new byte[random.Next(60, 200)];
            for (int at = 0; at < packet.Length; at++)
                packet[at] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(1, 48));
            // No EtherType of IP: any length may follow. What is searched stands somewhere in most of them.
            (packet[12], packet[13]) = (9, 3);
            for (int at = random.Next(14, 80); at + 5 < packet.Length; at++)
                packet[at] = 3;
            yield return packet;
        }
    }
}
