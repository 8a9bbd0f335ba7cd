using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class MissingHeaderTests
{
    [Fact]
    public void Each_missing_header_is_counted_at_its_line()
    {
        KernelTest.Require();
        using var simulation = new MissingHeaderProgramsSimulation();
        using MissingHeaderProgramsObject loaded = MissingHeaderProgramsLoader.Load();
        Differ.AssertSame(simulation.Chain, loaded.Chain, Packets(0x08, 0x00));
        Differ.AssertSame(simulation.Chain, loaded.Chain, Packets(0x86, 0xdd));
        Differ.AssertSame(simulation.Again, loaded.Again, Packets(0x08, 0x00));
        Differ.AssertSame(simulation.Again, loaded.Again, Packets(0x86, 0xdd));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        // All but the Ethernet header: no packet of a test run is shorter, nor does the kernel make one so.
        Assert.Equal((4, 2), (Lines(nameof(MissingHeaderPrograms.Chain), loaded.ReadFaults()), Lines(nameof(MissingHeaderPrograms.Again), loaded.ReadFaults())));
    }

    [Fact]
    public void A_fault_that_passes_a_finally_is_counted_at_its_line()
    {
        KernelTest.Require();
        using var simulation = new MissingHeaderProgramsSimulation();
        using MissingHeaderProgramsObject loaded = MissingHeaderProgramsLoader.Load();
        Differ.AssertSame(simulation.Finally, loaded.Finally, Packets(0x12, 0x34));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(1, Lines(nameof(MissingHeaderPrograms.Finally), loaded.ReadFaults()));
    }

    private static int Lines(string program, IReadOnlyList<FaultCount> faults) =>
        faults.Where(f => f.Site.Program == program && f.Count != 0).Select(static f => f.Site.Line).Distinct().Count();

    // Of all lengths around those of the headers, with IPv4 options up to the longest.
    private static IEnumerable<byte[]> Packets(byte high, byte low)
    {
        for (int length = 14; length < 90; length++)
        {
            byte[] packet = Enumerable.Range(0, length).Select(static i => (byte)(i * 7)).ToArray();
            (packet[12], packet[13]) = (high, low);
            if (length > 14)
                packet[14] = (byte)(0x45 + (length % 11));
            yield return packet;
        }
    }
}
