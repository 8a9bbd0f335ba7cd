using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Verdicts, packets, and what is left behind: maps, events and globals are equal after all packets.</summary>
public sealed class StateTests
{
    public static TheoryData<string> Names => ProgramsOf<IStatePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_leaves_behind_what_dotnet_leaves(string program)
    {
        KernelTest.Require();
        using var simulation = new StateProgramsSimulation(Configure);
        using StateProgramsObject loaded = StateProgramsLoader.Load(Configure);
        Differ.AssertSame(
            ProgramsOf<IStatePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IStatePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 3));
        Assert.Equal(Everything(simulation), Everything(loaded));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    // Other values than the declared ones: a build that took those for constants would be found out.
    private static void Configure(StateProgramsOptions options)
    {
        options.Limit = -1000;
        options.Rounds = 40;
        options.Mask = 1UL << 62;
        options.Hash.MaxEntries = 16;
    }

    private static List<string> Everything(IStatePrograms state)
    {
        var all = new List<string>
        {
            $"total {state.Total}, down {state.Down}, flags {state.Flags:x}, sums {state.Sums}",
            $"array {string.Join(' ', state.Array)}",
            $"per CPU array {string.Join(' ', state.PerCpuArray.Select(Sum))}",
        };
        state.Events.ReadAvailable((in StatePrograms.Sums record) => all.Add($"event {record}"));
        all.AddRange(Entries("hash", state.Hash));
        all.AddRange(state.Shared.Select(static e => $"shared {e.Key}: {e.Value.Whole}").Order(StringComparer.Ordinal));
        all.Add($"parts {state.Parts.Whole}");
        all.AddRange(Entries("LRU", state.Lru));
        all.AddRange(Entries("trie", state.Trie));
        all.AddRange(state.PerCpuHash.Select(static e => $"per CPU hash {e.Key}: {Sum(e.Value)}").Order(StringComparer.Ordinal));
        return all;
    }

    private static IEnumerable<string> Entries<TKey, TValue>(string name, IHashMapView<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged =>
        map.Select(e => $"{name} {e}").Order(StringComparer.Ordinal);

    // Which CPU a test run takes is the kernel's business.
    private static string Sum(StatePrograms.Sums[] cpus) => $"{cpus.Sum(static c => c.Count)}/{cpus.Aggregate(0L, static (sum, c) => unchecked(sum + c.Sum))}";
}
