using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Maps of maps: results, what is left in the entries, and what user space does with them.</summary>
public sealed class NestedTests
{
    public static TheoryData<string> Names => ProgramsOf<INestedPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new NestedProgramsSimulation();
        using NestedProgramsObject loaded = NestedProgramsLoader.Load();
        Fill(simulation);
        Fill(loaded);
        Differ.AssertSame(
            ProgramsOf<INestedPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<INestedPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 11));
        Assert.Equal(Everything(simulation), Everything(loaded));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Tc_programs_pass_them_on()
    {
        KernelTest.Require();
        using var simulation = new NestedProgramsSimulation();
        using NestedProgramsObject loaded = NestedProgramsLoader.Load();
        Fill(simulation);
        Fill(loaded);
        Differ.AssertSame(simulation.FromTc, loaded.FromTc, PacketSource.Operands(seed: 12));
        Assert.Equal(Everything(simulation), Everything(loaded));
    }

    [Fact]
    public void Entries_are_made_exchanged_and_removed_alike()
    {
        KernelTest.Require();
        using var simulation = new NestedProgramsSimulation();
        using NestedProgramsObject loaded = NestedProgramsLoader.Load();
        Assert.Equal(Walk(simulation), Walk(loaded));
    }

    private static void Fill(INestedPrograms programs)
    {
        foreach (uint tenant in new uint[] { 1, 3, 4 })
            programs.Tenants.Create(tenant);
        programs.Tenants[3][2] = 70;
        programs.Groups.Create(2);
        programs.Groups.Create(5)[1] = new NestedPrograms.Tally { Count = 9 };
        programs.Queues.Create(1);
    }

    private static List<string> Walk(INestedPrograms programs)
    {
        var all = new List<string> { $"{programs.Tenants.MaxEntries} {programs.Tenants.Keys.Count} {programs.Tenants.TryGetValue(0, out _)}" };
        IHashMapView<uint, long> first = programs.Tenants.Create(2);
        first[7] = 1;
        all.Add($"{programs.Tenants[2].CountEntries()} {first.MaxEntries}");
        programs.Tenants.Create(2);
        all.Add($"exchanged: {programs.Tenants[2].CountEntries()}, the old one lives: {first[7]}");
        all.Add($"{programs.Tenants.Remove(2)} {programs.Tenants.Remove(2)} {string.Join(' ', programs.Tenants.Keys)}");
        Assert.Throws<ArgumentOutOfRangeException>(() => programs.Tenants.Create(8));
        Assert.Throws<KeyNotFoundException>(() => programs.Tenants[2]);
        for (ulong key = 0; key < 4; key++)
            programs.Groups.Create(key * 1000);
        Assert.ThrowsAny<Exception>(() => programs.Groups.Create(5));
        all.Add(string.Join(' ', programs.Groups.Keys.Order()));
        return all;
    }

    private static List<string> Everything(INestedPrograms programs)
    {
        var all = new List<string>();
        foreach (uint tenant in programs.Tenants.Keys.Order())
            all.AddRange(programs.Tenants[tenant].Select(e => $"tenant {tenant} {e}").Order(StringComparer.Ordinal));
        foreach (ulong group in programs.Groups.Keys.Order())
            all.AddRange(programs.Groups[group].Select(e => $"group {group} {e}"));
        while (programs.Queues[1].TryPop(out long value))
            all.Add($"queued {value}");
        return all;
    }
}
