using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Views of packets and records of any length (dynptrs), by .NET and by the kernel: what is there, what is not, and what is left behind.</summary>
public sealed class ViewTests
{
    // What a test run puts into the first buffer: a page without headroom and tailroom.
    private const int FirstBuffer = 4096 - 256 - 320;

    private static readonly uint[] s_places = [0, 1, 2, 14, 40, 52, 56, 57, 60, 1_000, 3_511, 3_512, 3_516, 3_520, 3_992, 7_612, 7_616, 8_991, 8_992, 8_997, 70_000, uint.MaxValue - 3];

    [Theory]
    [InlineData("Read")]
    [InlineData("Write")]
    [InlineData("Slice")]
    public void Packets_are_seen_as_simulated(string what)
    {
        KernelTest.Require();
        using var simulation = new ViewProgramsSimulation();
        using ViewProgramsObject loaded = ViewProgramsLoader.Load();
        var seen = new HashSet<(Enum, long)>();
        foreach (int length in new[] { 60, 200, FirstBuffer, FirstBuffer + 1, 4_000, 9_000 })
        {
            foreach ((uint offset, uint count) in s_places.Zip(s_places.Skip(3).Concat(s_places)))
            {
                byte[] packet = Packet(length, offset);
                (simulation.Offset, loaded.Offset) = (offset, offset);
                (simulation.Count, loaded.Count) = (count, count);
                XdpResult expected = Simulated(simulation, what).Run(packet, new XdpRunOptions { LinearLength = Math.Min(FirstBuffer, length) });
                XdpResult actual = Xdp(loaded, what).Run(packet);
                Assert.Equal((expected.Verdict, simulation.Sum, simulation.Flags), (actual.Verdict, loaded.Sum, loaded.Flags));
                Assert.True(expected.Packet.AsSpan().SequenceEqual(actual.Packet), $"{what} XDP {length} {offset}");
                seen.Add((expected.Verdict, simulation.Flags));
                // A test run of tc takes no more.
                if (length >= FirstBuffer)
                    continue;
                TcResult expectedTc = Tc(simulation, what).Run(packet);
                TcResult actualTc = Tc(loaded, what).Run(packet);
                Assert.Equal((expectedTc.Verdict, simulation.Sum, simulation.Flags), (actualTc.Verdict, loaded.Sum, loaded.Flags));
                Assert.True(expectedTc.Packet.AsSpan().SequenceEqual(actualTc.Packet), $"{what} tc {length} {offset}");
            }
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(what == "Slice", loaded.ReadFaults().Any());
        Assert.True(seen.Count > 1, string.Join(' ', seen));
    }

    /// <summary>The ring is never read in between: the last reservations are refused.</summary>
    [Fact]
    public void Records_have_the_bytes_behind_them_that_dotnet_writes()
    {
        KernelTest.Require();
        using var simulation = new ViewProgramsSimulation();
        using ViewProgramsObject loaded = ViewProgramsLoader.Load();
        var verdicts = new HashSet<TcAction>();
        foreach ((uint offset, uint count) in new (uint, uint)[] { (1, 0), (1, 3), (2, 4), (0, 8), (3, 64), (21, 100), (4, 127), (20, 128), (5, 700), (0, 600), (30, 900), (6, 1), (7, 1_500), (8, 40), (9, 2_000), (10, 5) })
        {
            (simulation.Offset, loaded.Offset) = (offset, offset);
            (simulation.Count, loaded.Count) = (count, count);
            byte[] packet = Packet(100, count);
            TcResult expected = simulation.Recorded.Run(packet);
            TcResult actual = loaded.Recorded.Run(packet);
            Assert.Equal((expected.Verdict, simulation.Sum, simulation.Flags), (actual.Verdict, loaded.Sum, loaded.Flags));
            verdicts.Add(expected.Verdict);
        }

        Assert.Equal([TcAction.Next, TcAction.Ok, TcAction.Shot, TcAction.Pipe], verdicts.Order());
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Records(simulation.Ring), Records(loaded.Ring));
    }

    private static List<string> Records(IRingBufferView<ViewPrograms.Sample> ring)
    {
        var records = new List<string>();
        using RingBufferLease<ViewPrograms.Sample> lease = ring.Lease();
        while (lease.MoveNext())
            records.Add($"{lease.Current.Length} {lease.Current.Behind} {Convert.ToHexString(Written(lease.Behind))}");
        return records;
    }

    // What nobody writes is arbitrary: sixteen bytes of each place up to the packet's end, and the last four.
    private static byte[] Written(ReadOnlySpan<byte> behind) => [.. behind[..(Math.Min(behind.Length, 96) / 16 * 16)], .. behind.Length < 4 ? default : behind[^4..]];

    private static byte[] Packet(int length, uint seed)
    {
        byte[] packet = new byte[length];
        new Random((int)(seed % 1000)).NextBytes(packet);
        // Neither IPv4 nor IPv6, whose headers a test run looks at.
        (packet[12], packet[13]) = (0x88, 0xb5);
        return packet;
    }

    private static IXdpProgram Xdp(IViewPrograms programs, string what) => what switch { "Read" => programs.ReadOfXdp, "Write" => programs.WriteOfXdp, _ => programs.SliceOfXdp };

    private static SimulatedXdpProgram Simulated(ViewProgramsSimulation programs, string what) => what switch { "Read" => programs.ReadOfXdp, "Write" => programs.WriteOfXdp, _ => programs.SliceOfXdp };

    private static ITcProgram Tc(IViewPrograms programs, string what) => what switch { "Read" => programs.ReadOfTc, "Write" => programs.WriteOfTc, _ => programs.SliceOfTc };
}
