using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Code that is the same for both program types: each program has what is meant for its own.</summary>
public sealed class ContextTests
{
    private static readonly int[] s_offsets = [0, 1, 14, 30, 59, 60, 90, 94, 96, 97, 98, 99, 100, 400, 65_535, int.MaxValue, -1, int.MinValue];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shared_methods_do_for_each_program_type_what_they_do_in_a_simulation(bool isXdp)
    {
        KernelTest.Require();
        using var simulation = new ContextProgramsSimulation();
        using ContextProgramsObject loaded = ContextProgramsLoader.Load();
        var kinds = new HashSet<long>();
        foreach (byte[] packet in Packets())
        {
            if (isXdp)
                Differ.AssertSame(simulation.Xdp, loaded.Xdp, [packet]);
            else
                Differ.AssertSame(simulation.Tc, loaded.Tc, [packet]);
            Assert.Equal(simulation.Answers, loaded.Answers);
            kinds.Add(loaded.Answers[7]);
        }

        Assert.Equal(isXdp ? [1_100, 1_400] : [3_000, 2_000], kinds);
        Assert.Equal((isXdp ? 0 : 1, isXdp ? 1 : 2), (loaded.Answers[6], loaded.Answers[8]));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    private static IEnumerable<byte[]> Packets()
    {
        foreach (int length in (int[])[100, 400])
        {
            foreach (int a in s_offsets)
            {
                foreach (int b in s_offsets)
                {
                    byte[] packet = Enumerable.Range(0, length).Select(static i => (byte)(i * 7)).ToArray();
                    packet[12] = 0x88;
                    packet[13] = 0xb5;
                    MemoryMarshal.Write(packet.AsSpan(Operands.Offset), (long)a);
                    MemoryMarshal.Write(packet.AsSpan(Operands.Offset + sizeof(long)), (long)b);
                    yield return packet;
                }
            }
        }
    }
}
