using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Kernel functions (Linux 6.17 has those that are called here) and what their declarations say they do.</summary>
public sealed class KfuncTests
{
    [Fact]
    public void Kernel_computes_what_the_declaration_computes()
    {
        KernelTest.Require();
        using var simulation = new KfuncProgramsSimulation();
        using KfuncProgramsObject loaded = KfuncProgramsLoader.Load();
        var results = new HashSet<long>();
        foreach (byte[] packet in Packets())
        {
            Differ.AssertSame(simulation.Length, loaded.Length, [packet]);
            Assert.Equal(simulation.Calls, loaded.Calls);
            Differ.AssertSame(simulation.Loops, loaded.Loops, [packet]);
            Assert.Equal(simulation.Calls, loaded.Calls);
            results.Add(simulation.Calls);
        }

        Assert.True(results.Count > 10, "the packets are too much alike");
    }

    // A zero at each place, so that the two halves differ before it or end within eight bytes.
    private static IEnumerable<byte[]> Packets()
    {
        var random = new Random(3);
        for (int zero = 0; zero < 17; zero++)
        {
            byte[] packet = [.. Enumerable.Range(0, 60).Select(_ => (byte)random.Next(1, 256))];
            packet[Math.Min(zero, 16)] = 0;
            (packet[0], packet[8]) = zero == 3 ? (packet[0], packet[0]) : (packet[0], packet[8]);
            yield return packet;
        }
    }
}
