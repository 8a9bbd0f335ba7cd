using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class ExtensionTests
{
    [Fact]
    public void An_offset_made_of_a_signed_byte_is_taken()
    {
        KernelTest.Require();
        using var simulation = new ExtensionProgramsSimulation();
        using ExtensionProgramsObject loaded = ExtensionProgramsLoader.Load();
        foreach (byte first in (byte[])[0, 1, 127, 128, 200, 255])
        {
            byte[] packet = [.. Enumerable.Range(0, 400).Select(static i => (byte)(i * 7))];
            packet[14] = first;
            Differ.AssertSame(simulation.Offset_from_a_signed_byte, loaded.Offset_from_a_signed_byte, [packet]);
            Assert.Equal(simulation.Sum, loaded.Sum);
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
