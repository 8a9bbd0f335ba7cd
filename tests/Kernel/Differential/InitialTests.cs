using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Entries that maps are declared with are there without anybody's doing, and can be exchanged.</summary>
public sealed class InitialTests
{
    [Fact]
    public void Declared_entries_are_there()
    {
        KernelTest.Require();
        using var simulation = new InitialProgramsSimulation();
        using InitialProgramsObject loaded = InitialProgramsLoader.Load();
        Differ.AssertSame(simulation.Dispatch, loaded.Dispatch, PacketSource.Operands(seed: 21));
        Assert.NotEmpty(Everything(loaded));
        Assert.Equal(Everything(simulation), Everything(loaded));
        Differ.AssertSame(simulation.TcDispatch, loaded.TcDispatch, PacketSource.Operands(seed: 22));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Entries_are_the_maps_of_the_class_and_can_be_exchanged()
    {
        KernelTest.Require();
        using var simulation = new InitialProgramsSimulation();
        using InitialProgramsObject loaded = InitialProgramsLoader.Load();
        foreach (IInitialPrograms programs in new IInitialPrograms[] { simulation, loaded })
        {
            programs.Small[1] = 5;
            Assert.Equal(5, programs.Tenants[0][1]);
            programs.Tenants[2][1] = 7;
            Assert.Equal(7, programs.Other[1]);
            Assert.False(programs.Tenants.TryGetValue(1, out _));
            programs.Tenants.Create(0)[1] = 6;
            Assert.Equal((5, 6), (programs.Small[1], programs.Tenants[0][1]));
            Assert.True(programs.Stages.Remove(0));
            Assert.False(programs.Stages.Remove(1));
            Assert.True(programs.Stages.Remove(2));
        }

        Differ.AssertSame(simulation.Dispatch, loaded.Dispatch, PacketSource.Operands(seed: 23));
    }

    private static List<string> Everything(IInitialPrograms programs) =>
    [
        .. programs.Small.Select(static e => $"small {e}").Order(StringComparer.Ordinal),
        .. programs.Other.Select(static e => $"other {e}").Order(StringComparer.Ordinal),
    ];
}
