using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Many entries of per-CPU maps at once: by batches of the kernel, and where it has none one by one.</summary>
public sealed class PerCpuBulkTests
{
    private const int PerCpuHashType = 5;
    private const int PerCpuArrayType = 6;
    private const int LruPerCpuHashType = 10;

    [Theory]
    [InlineData(PerCpuHashType, true)]
    [InlineData(LruPerCpuHashType, true)]
    [InlineData(PerCpuHashType, false)]
    public void Entries_are_set_read_and_removed_together(int type, bool kernelHasBatches)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(type, 12, 20_000);
        IPerCpuHashMapView<uint, Thing> map = loaded.Views.PerCpuHash<uint, Thing>("Counts");
        var calls = new List<string>();
        using IDisposable seam = Watch(calls, kernelHasBatches);
        uint[] keys = Enumerable.Range(0, 1500).Select(static i => (uint)(i * 7)).ToArray();
        map.Set(keys, ValuesOf(keys, map.CpuCount));
        Assert.Equal(1500, map.CountEntries());
        Assert.Equal(new Thing(14, 1, 2), map[14][1 % map.CpuCount] with { B = 1 });

        var read = new uint[2000];
        var values = new Thing[2000 * map.CpuCount];
        int count = map.Read(read, values);
        Assert.Equal(keys, read.Take(count).Order());
        Assert.Equal(ValuesOf(read.Take(count), map.CpuCount), values.Take(count * map.CpuCount));
        foreach (int room in new[] { 0, 1, 5, 100, 1499 })
        {
            Assert.Equal(room, map.Read(read.AsSpan(0, room), values.AsSpan(0, room * map.CpuCount)));
            Assert.Equal(room, read.Take(room).Distinct().Count());
        }

        Assert.Equal(1000, map.Remove([1, .. keys.Take(500), 2, 3, .. keys.Skip(1000), 4]));
        Assert.Equal(500, map.CountEntries());
        Assert.Throws<ArgumentException>(() => map.Set([1, 2], new Thing[map.CpuCount]));
        Assert.Throws<ArgumentException>(() => map.Read(new uint[2], new Thing[map.CpuCount]));
        if (kernelHasBatches)
            Assert.InRange(calls.Count, 1, 600);
    }

    [Fact]
    public void Values_of_eight_bytes_need_no_copy_and_arrive()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(PerCpuHashType, 8, 1000);
        IPerCpuHashMapView<uint, ulong> map = loaded.Views.PerCpuHash<uint, ulong>("Counts");
        uint[] keys = Enumerable.Range(1, 300).Select(static i => (uint)i).ToArray();
        ulong[] values = keys.SelectMany(k => Enumerable.Range(0, map.CpuCount).Select(c => ((ulong)k << 8) + (ulong)c)).ToArray();
        map.Set(keys, values);
        var readKeys = new uint[300];
        var readValues = new ulong[values.Length];
        Assert.Equal(300, map.Read(readKeys, readValues));
        for (int i = 0; i < 300; i++)
            Assert.Equal(((ulong)readKeys[i] << 8) + (ulong)map.CpuCount - 1, readValues[(i * map.CpuCount) + map.CpuCount - 1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Array_is_read_and_written_in_pieces(bool kernelHasBatches)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(PerCpuArrayType, 12, 700, isArray: true);
        IPerCpuArrayMapView<Thing> map = loaded.Views.PerCpuArray<Thing>("Counts");
        using IDisposable seam = Watch([], kernelHasBatches);
        uint[] all = Enumerable.Range(0, 700).Select(static i => (uint)i).ToArray();
        map.Write(0, ValuesOf(all, map.CpuCount));
        Assert.Equal(new Thing(699, 0, 2), map[699][0]);
        var part = new Thing[300 * map.CpuCount];
        map.Read(399, part);
        Assert.Equal(ValuesOf(all.Skip(399).Take(300), map.CpuCount), part);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Read(699, new Thing[2 * map.CpuCount]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Write(uint.MaxValue, new Thing[map.CpuCount]));
        if (map.CpuCount > 1)
            Assert.Throws<ArgumentException>(() => map.Read(0, new Thing[map.CpuCount + 1]));
    }

    private static Thing[] ValuesOf(IEnumerable<uint> keys, int cpus) =>
        keys.SelectMany(k => Enumerable.Range(0, cpus).Select(c => new Thing(k, (uint)c, 2))).ToArray();

    private static IDisposable Watch(List<string> calls, bool kernelHasBatches) => SystemCallSeam.Set(call =>
    {
        calls.Add(call);
        return !kernelHasBatches && call.EndsWith("Batch", StringComparison.Ordinal) ? Errno.ENOTSUPP : 0;
    });

    private static LoadedTestObject WithMap(int type, int valueSize, uint entries, bool isArray = false)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Counts", type, 4, valueSize, entries));
        Assert.Equal(isArray, type == PerCpuArrayType);
        return new LoadedTestObject(source);
    }

    private record struct Thing(uint A, uint B, uint C);
}
