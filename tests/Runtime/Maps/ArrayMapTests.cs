using System;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class ArrayMapTests
{
    private static readonly ArrayMap<Counter> s_map = new(maxEntries: 3);
    private static readonly PerCpuArrayMap<Counter> s_perCpu = new(maxEntries: 2);

    [Fact]
    public void All_entries_exist_and_change_in_place()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            s_map[2].Add(100);
            Assert.True(s_map.TryGetRef(2, out Ref<Counter> counter));
            counter.Value.Add(50);
            Assert.True(s_map.Set(1, new Counter { Packets = 7 }));
            Assert.True(s_map.TryGetValue(1, out Counter copy));
            copy.Add(1);
            Assert.False(s_map.TryGetValue(3, out Counter none) || none.Packets != 0);
            Assert.False(s_map.TryGetRef(3, out Ref<Counter> absent) || !absent.IsAbsent);
            Assert.False(s_map.Set(3, default));
        });
        IArrayMapView<Counter> view = probe.Views.Array<Counter>("map0");
        Assert.Equal([(0, 0), (7, 0), (2, 150)], view.Select(static c => ((int)c.Packets, (int)c.Bytes)));
        view[0] = new Counter { Bytes = 9 };
        probe.Run(_ => Assert.Equal(9ul, s_map[0].Bytes));
        Assert.Throws<ArgumentOutOfRangeException>(() => view[3]);
    }

    [Fact]
    public void An_index_out_of_range_is_a_missing_entry()
    {
        using var probe = new Probe(s_map);
        XdpResult result = probe.XdpProgram(static _ => (XdpAction)s_map[3].Packets).Run(new byte[14]);
        Assert.Equal(FaultKind.MissingMapEntry, result.Fault!.Kind);
    }

    [Fact]
    public void Each_cpu_has_its_own_values()
    {
        using var probe = new Probe(s_perCpu);
        for (int cpu = 0; cpu < probe.Environment.CpuCount; cpu++)
        {
            probe.Environment.Cpu = cpu;
            probe.Run(_ => s_perCpu[1].Add(cpu * 10));
        }

        IPerCpuArrayMapView<Counter> view = probe.Views.PerCpuArray<Counter>("map0");
        Assert.Equal([0, 10, 20, 30], view[1].Select(static c => (int)c.Bytes));
        Assert.Equal(60ul, view.Sum(1).Bytes);
        Assert.Equal(4ul, view.Sum(1).Packets);
        Assert.Equal(0ul, view.Sum(0).Packets);
        view[0] = [new() { Bytes = 1 }, default, default, new() { Bytes = 4 }];
        probe.Run(_ => Assert.Equal(4ul, s_perCpu[0].Bytes));
        view.Write(0, [.. Enumerable.Range(1, 8).Select(static i => new Counter { Bytes = (ulong)i })]);
        var read = new Counter[4];
        view.Read(1, read);
        Assert.Equal([5, 6, 7, 8], read.Select(static c => (int)c.Bytes));
        Assert.Throws<ArgumentException>(() => view.Read(0, new Counter[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Read(1, new Counter[8]));
        Assert.Throws<ArgumentException>(() => view[0] = [default]);
        Assert.Throws<ArgumentOutOfRangeException>(() => view[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => probe.Environment.Cpu = 4);
    }
}
