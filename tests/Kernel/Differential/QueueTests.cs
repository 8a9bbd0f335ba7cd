using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Queues, stacks, bloom filters and LRU per-CPU hash maps: results and what is left behind, seen through the views of both.</summary>
public sealed class QueueTests
{
    public static TheoryData<string> Names => ProgramsOf<IQueuePrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new QueueProgramsSimulation();
        using QueueProgramsObject loaded = QueueProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<IQueuePrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IQueuePrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 5));
        Assert.Equal(Everything(simulation), Everything(loaded));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Tc_programs_have_them_too()
    {
        KernelTest.Require();
        using var simulation = new QueueProgramsSimulation();
        using QueueProgramsObject loaded = QueueProgramsLoader.Load();
        foreach (IQueuePrograms programs in new IQueuePrograms[] { simulation, loaded })
            programs.Stack.TryPush(new QueuePrograms.Item { Number = 77, Kind = 1 });
        Differ.AssertSame(simulation.FromTc, loaded.FromTc, PacketSource.Operands(seed: 6));
        Assert.Equal(Everything(simulation), Everything(loaded));
    }

    [Fact]
    public void Views_do_the_same_in_both()
    {
        KernelTest.Require();
        using var simulation = new QueueProgramsSimulation();
        using QueueProgramsObject loaded = QueueProgramsLoader.Load();
        Assert.Equal(Walk(simulation), Walk(loaded));
    }

    private static List<string> Walk(IQueuePrograms programs)
    {
        var all = new List<string>();
        foreach (IQueueMapView<QueuePrograms.Item> map in new[] { programs.Queue, programs.Stack })
        {
            all.Add($"{map.Name} {map.MaxEntries} {map.TryPeek(out _)} {map.TryPop(out _)}");
            for (int i = 0; i < 6; i++)
                all.Add($"push {i}: {map.TryPush(new QueuePrograms.Item { Number = i })}");
            map.PushOverOldest(new QueuePrograms.Item { Number = 9 });
            all.Add($"{map.TryPeek(out QueuePrograms.Item next)} {next}");
        }

        all.Add($"{programs.Seen.Name} {programs.Seen.MayContain(5)}");
        programs.Seen.Add(5);
        all.Add($"{programs.Seen.MayContain(5)} {programs.Seen.MayContain(6)}");
        all.AddRange(Everything(programs));
        return all;
    }

    private static List<string> Everything(IQueuePrograms programs)
    {
        var all = new List<string>();
        foreach (IQueueMapView<QueuePrograms.Item> map in new[] { programs.Queue, programs.Stack })
        {
            while (map.TryPop(out QueuePrograms.Item item))
                all.Add($"{map.Name} {item}");
        }

        all.AddRange(programs.Lru.Select(static e => $"LRU {e.Key}: {e.Value.Aggregate(0L, static (sum, v) => unchecked(sum + v))}").Order(StringComparer.Ordinal));
        return all;
    }
}
