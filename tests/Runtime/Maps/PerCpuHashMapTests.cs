using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class PerCpuHashMapTests
{
    private static readonly PerCpuHashMap<ushort, ulong> s_map = new(maxEntries: 2);

    [Fact]
    public void Many_entries_are_set_read_and_removed_together()
    {
        using var probe = new Probe(s_map);
        IPerCpuHashMapView<ushort, ulong> view = probe.Views.PerCpuHash<ushort, ulong>("map0");
        view.Set([80, 443], [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal([5ul, 6ul, 7ul, 8ul], view[443]);
        var keys = new ushort[3];
        var values = new ulong[12];
        Assert.Equal(2, view.Read(keys, values));
        Assert.Equal([80, 443], keys.Take(2).Select(static k => (int)k).Order());
        Assert.Equal(keys[0] == 80 ? 1ul : 5ul, values[0]);
        Assert.Equal(1, view.Read(keys.AsSpan(0, 1), values.AsSpan(0, 4)));
        Assert.Throws<ArgumentException>(() => view.Set([80], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => view.Read(new ushort[2], new ulong[4]));
        Assert.Equal(1, view.Remove([80, 81]));
        Assert.Equal(1, view.CountEntries());
    }

    [Fact]
    public void A_new_entry_is_zero_for_the_other_cpus()
    {
        using var probe = new Probe(s_map);
        probe.Environment.Cpu = 2;
        probe.Run(_ =>
        {
            Assert.True(s_map.TryAdd(80, 5));
            Assert.False(s_map.TryAdd(80, 6));
            s_map[80]++;
        });
        probe.Environment.Cpu = 1;
        probe.Run(_ =>
        {
            Assert.Equal(0ul, s_map[80]);
            Assert.True(s_map.TryUpdate(80, 9));
            Assert.False(s_map.TryUpdate(81, 9));
            Assert.True(s_map.Set(443, 1));
            Assert.Equal(-7, s_map.Update(444, 1));
        });
        IPerCpuHashMapView<ushort, ulong> view = probe.Views.PerCpuHash<ushort, ulong>("map0");
        Assert.Equal([0, 9, 6, 0], view[80]);
        Assert.Equal(15ul, view.Sum((ushort)80));
        Assert.Equal([80, 443], view.Select(static e => (int)e.Key).Order());
        Assert.Throws<KeyNotFoundException>(() => view[81]);
        view[80] = [1, 2, 3, 4];
        Assert.Equal(10ul, view.Sum((ushort)80));
        Assert.True(view.Remove(80));
        Assert.False(view.TryGetValue(80, out ulong[] values));
        Assert.Empty(values);
        view.Clear();
        Assert.Equal(0, view.CountEntries());
    }
}
