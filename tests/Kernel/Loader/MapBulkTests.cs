using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Many entries at once, memory in place, frozen maps, and maps that change while they are read.</summary>
public sealed class MapBulkTests
{
    private const int HashType = 1;
    private const int ArrayType = 2;
    private const int LruHashType = 9;
    private const int LpmTrieType = 11;
    private const uint NoPreallocation = 1;
    private const uint Mappable = 1 << 10;

    [Theory]
    [InlineData(HashType, 0u, true)]
    [InlineData(HashType, NoPreallocation, true)]
    [InlineData(LruHashType, 0u, true)]
    [InlineData(HashType, 0u, false)]
    public void Entries_are_set_read_and_removed_together(int type, uint flags, bool kernelHasBatches)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", type, 4, 12, 10_000, flags));
        IHashMapView<uint, Thing> map = loaded.Views.Hash<uint, Thing>("Things");
        using IDisposable? seam = kernelHasBatches ? null : WithoutBatches();
        uint[] keys = Enumerable.Range(0, 3000).Select(static i => (uint)(i * 7)).ToArray();
        map.Set(keys, keys.Select(static k => new Thing(k, k + 1, k + 2)).ToArray());
        Assert.Equal(3000, map.CountEntries());

        var read = new uint[5000];
        var values = new Thing[5000];
        int count = map.Read(read, values);
        Assert.Equal(keys, read.Take(count).Order());
        Assert.All(Enumerable.Range(0, count), i => Assert.Equal(new Thing(read[i], read[i] + 1, read[i] + 2), values[i]));

        // Not enough room: as many as fit, each once.
        foreach (int room in new[] { 0, 1, 5, 100, 2999, 3000 })
        {
            Assert.Equal(room, map.Read(read.AsSpan(0, room), values.AsSpan(0, room)));
            Assert.Equal(room, read.Take(room).Distinct().Count());
        }

        // Keys that are not there are passed over.
        Assert.Equal(1500, map.Remove([1, .. keys.Take(1000), 2, 3, .. keys.Skip(2500), 4]));
        Assert.Equal(1500, map.CountEntries());
        Assert.Throws<ArgumentException>(() => map.Set([1, 2], [default]));
        Assert.Throws<ArgumentException>(() => map.Read(new uint[2], new Thing[1]));
    }

    [Fact]
    public void Full_map_says_so_in_a_batch_too()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", HashType, 4, 4, 10));
        IHashMapView<uint, uint> map = loaded.Views.Hash<uint, uint>("Things");
        uint[] keys = Enumerable.Range(0, 11).Select(static i => (uint)i).ToArray();
        BpfKernelException e = Assert.Throws<BpfKernelException>(() => map.Set(keys, keys));
        Assert.Contains("it is full (10 entries)", e.Message, StringComparison.Ordinal);
        Assert.Equal(10, map.CountEntries());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Trie_takes_many_prefixes(bool kernelHasBatches)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Nets", LpmTrieType, 8, 4, 1000, NoPreallocation));
        IHashMapView<ulong, uint> map = loaded.Views.Hash<ulong, uint>("Nets");
        using IDisposable? seam = kernelHasBatches ? null : WithoutBatches();
        ulong[] keys = Enumerable.Range(0, 300).Select(static i => 32ul | (ulong)i << 32).ToArray();
        map.Set(keys, keys.Select(static k => (uint)(k >> 32)).ToArray());
        var read = new ulong[300];
        var values = new uint[300];
        Assert.Equal(300, map.Read(read, values));
        Assert.Equal(keys, read.Order());
        Assert.Equal(read.Select(static k => (uint)(k >> 32)), values);
        Assert.Equal(300, map.Remove(keys));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Array_is_read_and_written_in_pieces(bool kernelHasBatches)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 12, 1000));
        IArrayMapView<Thing> map = loaded.Views.Array<Thing>("Slots");
        using IDisposable? seam = kernelHasBatches ? null : WithoutBatches();
        Thing[] all = Enumerable.Range(0, 1000).Select(static i => new Thing((uint)i, 1, 2)).ToArray();
        map.Write(0, all);
        Assert.Equal(all, map);
        var part = new Thing[600];
        map.Read(399, part);
        Assert.Equal(all.Skip(399).Take(600), part);
        map.Write(998, [new Thing(9, 9, 9), new Thing(8, 8, 8)]);
        Assert.Equal(new Thing(8, 8, 8), map[999]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Read(999, new Thing[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Write(uint.MaxValue, new Thing[2]));
    }

    [Fact]
    public void Snapshot_is_bounded_and_says_whether_it_is_all()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", HashType, 4, 4, 5000));
        IHashMapView<uint, uint> map = loaded.Views.Hash<uint, uint>("Things");
        uint[] keys = Enumerable.Range(0, 700).Select(static i => (uint)i).ToArray();
        map.Set(keys, keys);
        Assert.Equal(100, map.Snapshot(100, out bool isComplete).Length);
        Assert.False(isComplete);
        Assert.Equal(keys, map.Snapshot(700, out isComplete).Select(static e => e.Value).Order());
        Assert.True(isComplete);
        Assert.Equal(700, map.Snapshot(int.MaxValue, out isComplete).Length);
        Assert.True(isComplete);
    }

    [Theory]
    [InlineData(HashType, 0u)]
    [InlineData(LpmTrieType, NoPreallocation)]
    public void Entries_that_stay_are_seen_once_while_others_come_and_go(int type, uint flags)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", type, 8, 4, 20_000, flags));
        IHashMapView<ulong, uint> map = loaded.Views.Hash<ulong, uint>("Things");
        ulong[] stable = Enumerable.Range(0, 1000).Select(static i => 32ul | (ulong)i << 32).ToArray();
        map.Set(stable, new uint[stable.Length]);
        using var stop = new CancellationTokenSource();
        var churn = new Thread(() =>
        {
            for (ulong i = 0; !stop.IsCancellationRequested; i = (i + 1) % 3000)
            {
                ulong key = 32 | i + 1_000_000 << 32;
                map[key] = 1;
                map.Remove(32 | (i + 1500) % 3000 + 1_000_000 << 32);
            }
        });
        churn.Start();
        try
        {
            for (int round = 0; round < 20; round++)
                Assert.Equal(stable, map.Where(static e => e.Value == 0).Select(static e => e.Key).Order());
        }
        finally
        {
            stop.Cancel();
            churn.Join();
        }
    }

    [Fact]
    public void Mapped_array_is_the_maps_own_memory()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 8, 3000, Mappable));
        IArrayMapView<ulong> map = loaded.Views.Array<ulong>("Slots");
        using (MappedArray<ulong> memory = map.Map())
        {
            Assert.Equal(3000u, memory.Length);
            memory.Span[2999] = 42;
            Assert.Equal(42ul, map[2999]);
            map[7] = 5;
            Interlocked.Increment(ref memory[7]);
            Assert.Equal(6ul, map[7]);
            Assert.Equal(48ul, memory.Span.ToArray().Aggregate(static (a, b) => a + b));
        }
    }

    [Fact]
    public void Mapped_values_of_odd_size_lie_at_multiples_of_eight()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 12, 4, Mappable));
        IArrayMapView<Thing> map = loaded.Views.Array<Thing>("Slots");
        map[3] = new Thing(1, 2, 3);
        using MappedArray<Thing> memory = map.Map();
        Assert.Equal(new Thing(1, 2, 3), memory[3]);
        string message = "";
        try
        {
            _ = memory.Span;
        }
        catch (InvalidOperationException e)
        {
            message = e.Message;
        }
        Assert.Contains("use the indexer", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Map_that_is_not_mappable_says_what_to_declare()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 8, 4));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => loaded.Views.Array<ulong>("Slots").Map());
        Assert.Contains("MapFlags.Mappable", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Global_in_place_is_the_programs_own_and_outlives_the_object_while_held()
    {
        KernelTest.Require();
        var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        IGlobalView<ulong> counter = loaded.Views.Global<ulong>(Handmade.Counter);
        using (MappedGlobal<ulong> global = counter.Map())
        {
            global.Value = 40;
            loaded.XdpProgram("count").Run(new byte[64]);
            Interlocked.Increment(ref global.Value);
            Assert.Equal(42ul, counter.Value);
            loaded.Dispose();
            Assert.Equal(42ul, global.Value);
        }
        Assert.Throws<ObjectDisposedException>(() => counter.Map().Dispose());
    }

    [Theory]
    [InlineData(HashType)]
    [InlineData(ArrayType)]
    public void Frozen_map_is_changed_by_programs_only(int type)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", type, 4, 4, 10));
        IHashMapView<uint, uint>? hash = type == HashType ? loaded.Views.Hash<uint, uint>("Things") : null;
        IArrayMapView<uint>? array = type == ArrayType ? loaded.Views.Array<uint>("Things") : null;
        if (hash is not null)
            hash[1] = 5;
        else
            array![1] = 5;
        hash?.Freeze();
        array?.Freeze();
        hash?.Freeze();
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => _ = hash is not null ? hash[1] = 6 : array![1] = 6);
        Assert.Contains("it is frozen", e.Message, StringComparison.Ordinal);
        Assert.Equal(5u, hash is not null ? hash[1] : array![1]);
    }

    [Fact]
    public void Memory_mapped_for_writing_keeps_a_map_from_being_frozen()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 8, 4, Mappable));
        IArrayMapView<ulong> map = loaded.Views.Array<ulong>("Slots");
        using (map.Map())
        {
            BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(map.Freeze);
            Assert.Contains("dispose what Map() gave", e.Message, StringComparison.Ordinal);
        }
        map.Freeze();
        Assert.ThrowsAny<BpfKernelException>(() => map.Map().Dispose());
    }

    [Fact]
    public void Map_in_an_entry_is_swapped_full_for_full()
    {
        KernelTest.Require();
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        BpfMapDefinition outer = Handmade.Map("Tables", 13, 4, 4, 4);
        outer.Inner = Handmade.Map("Table", HashType, 4, 4, 100);
        source.Maps.Add(outer);
        using var loaded = new LoadedTestObject(source);
        IMapOfMapsView<uint, IHashMapView<uint, uint>> tables =
            loaded.Views.HashOfMaps<uint, IHashMapView<uint, uint>>("Tables", static (factory, name) => factory.Hash<uint, uint>(name));
        IHashMapView<uint, uint> first = tables.Create(1, static table => table[5] = 50);
        IHashMapView<uint, uint> second = tables.Create(1, table =>
        {
            table[6] = 60;
            // Until it is full, programs see the old one.
            Assert.True(tables[1].ContainsKey(5));
        });
        Assert.Equal(60u, tables[1][6]);
        Assert.False(second.ContainsKey(5));
        Assert.Equal(50u, first[5]);
        Assert.Throws<FormatException>(() => tables.Create(1, static _ => throw new FormatException()));
        Assert.Equal(60u, tables[1][6]);
        Assert.Equal([1u], tables.Keys);
    }

    private static IDisposable WithoutBatches() => SystemCallSeam.Set(static call => call.EndsWith("Batch", StringComparison.Ordinal) ? Errno.ENOTSUPP : 0);

    private static LoadedTestObject WithMap(BpfMapDefinition map)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(map);
        return new LoadedTestObject(source);
    }

    private record struct Thing(uint A, uint B, uint C);
}
