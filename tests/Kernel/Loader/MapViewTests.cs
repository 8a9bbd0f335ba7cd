using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class MapViewTests
{
    private const int HashType = 1;
    private const int ArrayType = 2;
    private const int ProgramArrayType = 3;
    private const int PerCpuHashType = 5;
    private const int PerCpuArrayType = 6;
    private const int LruHashType = 9;
    private const int LpmTrieType = 11;
    private const uint NoPreallocation = 1;

    [Theory]
    [InlineData(HashType, 0u)]
    [InlineData(HashType, NoPreallocation)]
    [InlineData(LruHashType, 0u)]
    public void Hash(int type, uint flags)
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", type, 4, 12, 1000, flags));
        IHashMapView<uint, Thing> map = loaded.Views.Hash<uint, Thing>("Things");
        Assert.Equal(("Things", 1000u), (map.Name, map.MaxEntries));
        Assert.Empty(map);

        for (uint i = 0; i < 700; i++)
            map[i] = new Thing(i, i * 2, i * 3);
        Assert.Equal(700, map.CountEntries());
        Assert.Equal(new Thing(9, 18, 27), map[9]);
        Assert.True(map.TryGetValue(699, out Thing last));
        Assert.Equal(new Thing(699, 1398, 2097), last);
        Assert.False(map.TryGetValue(700, out Thing none));
        Assert.Equal(default, none);
        Assert.Throws<KeyNotFoundException>(() => map[700]);
        Assert.True(map.ContainsKey(0));
        Assert.False(map.TryAdd(0, default));
        Assert.Equal(new Thing(0, 0, 0), map[0]);
        Assert.True(map.TryAdd(900, new Thing(1, 1, 1)));
        Assert.True(map.Remove(900));
        Assert.False(map.Remove(900));

        Dictionary<uint, Thing> all = map.ToDictionary(static e => e.Key, static e => e.Value);
        Assert.Equal(Enumerable.Range(0, 700).Select(static i => (uint)i), all.Keys.Order());
        Assert.All(all, static e => Assert.Equal(new Thing(e.Key, e.Key * 2, e.Key * 3), e.Value));

        map.Clear();
        Assert.Empty(map);
    }

    [Fact]
    public void Hash_may_shrink_while_it_is_walked_through()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", HashType, 4, 4, 5000));
        IHashMapView<uint, uint> map = loaded.Views.Hash<uint, uint>("Things");
        for (uint i = 0; i < 5000; i++)
            map[i] = i;
        var seen = new HashSet<uint>();
        foreach (KeyValuePair<uint, uint> entry in map)
        {
            Assert.Equal(entry.Key, entry.Value);
            Assert.True(seen.Add(entry.Key));
            map.Remove(entry.Key);
        }
        Assert.Equal(5000, seen.Count);
        Assert.Equal(0, map.CountEntries());
    }

    [Fact]
    public void Full_hash_says_that_it_is_full_and_what_to_do()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", HashType, 4, 4, 2));
        IHashMapView<uint, uint> map = loaded.Views.Hash<uint, uint>("Things");
        map[1] = 1;
        map[2] = 2;
        BpfKernelException e = Assert.Throws<BpfKernelException>(() => map[3] = 3);
        Assert.Contains("add an entry to map 'Things': it is full (2 entries)", e.Message);
        Assert.Contains("MaxEntries", e.Message);
        Assert.Throws<BpfKernelException>(() => map.TryAdd(3, 3));
    }

    [Fact]
    public void Trie_finds_the_longest_prefix()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Nets", LpmTrieType, 8, 4, 100, NoPreallocation));
        IHashMapView<Prefix, uint> map = loaded.Views.Hash<Prefix, uint>("Nets");
        map[new Prefix(8, 10, 0, 0, 0)] = 8;
        map[new Prefix(16, 10, 1, 0, 0)] = 16;
        map[new Prefix(32, 10, 1, 2, 3)] = 32;
        Assert.Equal(32u, map[new Prefix(32, 10, 1, 2, 3)]);
        Assert.Equal(16u, map[new Prefix(32, 10, 1, 2, 4)]);
        Assert.Equal(8u, map[new Prefix(32, 10, 9, 9, 9)]);
        Assert.False(map.ContainsKey(new Prefix(32, 11, 0, 0, 0)));
        Assert.Equal(3, map.CountEntries());
        Assert.Equal([8u, 16u, 32u], map.Select(static e => e.Value).Order());
        Assert.True(map.Remove(new Prefix(16, 10, 1, 0, 0)));
        Assert.Equal(8u, map[new Prefix(32, 10, 1, 2, 4)]);
        map.Clear();
        Assert.Empty(map);
    }

    [Fact]
    public void Array()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Slots", ArrayType, 4, 12, 4));
        IArrayMapView<Thing> map = loaded.Views.Array<Thing>("Slots");
        Assert.Equal(default, map[3]);
        map[3] = new Thing(1, 2, 3);
        Assert.Equal([default, default, default, new Thing(1, 2, 3)], map);
        Assert.Throws<ArgumentOutOfRangeException>(() => map[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map[uint.MaxValue] = default);
    }

    [Fact]
    public void Per_cpu_array_has_a_value_for_each_possible_cpu()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Counts", PerCpuArrayType, 4, 12, 3));
        IPerCpuArrayMapView<Thing> map = loaded.Views.PerCpuArray<Thing>("Counts");
        Assert.True(map.CpuCount >= Environment.ProcessorCount);
        Assert.Equal(new Thing[map.CpuCount], map[2]);
        Thing[] values = Enumerable.Range(1, map.CpuCount).Select(static i => new Thing((uint)i, 7, 8)).ToArray();
        map[1] = values;
        Assert.Equal(values, map[1]);
        Assert.Equal(3, map.Count());
        Assert.Throws<ArgumentException>(() => map[1] = new Thing[map.CpuCount + 1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map[3]);
    }

    [Fact]
    public void Per_cpu_hash_has_a_value_for_each_possible_cpu()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Counts", PerCpuHashType, 8, 4, 300));
        IPerCpuHashMapView<ulong, uint> map = loaded.Views.PerCpuHash<ulong, uint>("Counts");
        uint[] values = Enumerable.Range(10, map.CpuCount).Select(static i => (uint)i).ToArray();
        for (ulong key = 0; key < 300; key++)
            map[key] = values;
        Assert.Equal(values, map[299]);
        Assert.Equal(300, map.CountEntries());
        Assert.All(map, e => Assert.Equal(values, e.Value));
        Assert.False(map.TryGetValue(300, out uint[] none));
        Assert.Empty(none);
        Assert.Throws<KeyNotFoundException>(() => map[300]);
        Assert.True(map.Remove(7));
        Assert.False(map.ContainsKey(7));
        map.Clear();
        Assert.Empty(map);
    }

    [Fact]
    public void Program_array_takes_programs_of_its_kind()
    {
        KernelTest.Require();
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass, "stage");
        source.Maps.Add(Handmade.Map("Stages", ProgramArrayType, 4, 4, 2));
        Handmade.AddProgram(source, "classifier", "tc", [Objects.Instructions.BpfInstructions.Mov64Imm(0, 0), Objects.Instructions.BpfInstructions.Exit()]);
        Handmade.AddTailCaller(source, "entry", "Stages", (int)XdpAction.Drop);
        using var loaded = new LoadedTestObject(source);
        IProgramArrayView stages = loaded.Views.ProgramArray("Stages");
        LoadedXdpProgram entry = loaded.XdpProgram("entry");
        byte[] packet = new byte[64];

        Assert.Equal(XdpAction.Drop, entry.Run(packet).Verdict);
        stages.Set(0, loaded.XdpProgram("stage"));
        Assert.Equal(XdpAction.Pass, entry.Run(packet).Verdict);
        Assert.True(stages.Remove(0));
        Assert.False(stages.Remove(0));
        Assert.Equal(XdpAction.Drop, entry.Run(packet).Verdict);

        ArgumentException wrongKind = Assert.Throws<ArgumentException>(() => stages.Set(0, loaded.TcProgram("classifier")));
        Assert.Contains("'classifier' is of another kind", wrongKind.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => stages.Set(2, entry));
    }

    [Fact]
    public void Globals_are_the_programs_own_memory()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        IGlobalView<ulong> counter = loaded.Views.Global<ulong>(Handmade.Counter);
        LoadedXdpProgram program = loaded.XdpProgram("count");
        counter.Value = 40;
        Assert.Equal(XdpAction.Pass, program.Run(new byte[64]).Verdict);
        program.Run(new byte[64]);
        Assert.Equal(42ul, counter.Value);
        Assert.Equal((int)XdpAction.Pass, loaded.Views.Global<int>(Handmade.Verdict).Value);
        Assert.Throws<InvalidOperationException>(() => loaded.Views.Global<int>(Handmade.Verdict).Value = 0);
        Assert.Throws<ArgumentException>(() => loaded.Views.Global<int>(Handmade.Counter));
        Assert.Throws<ArgumentException>(() => loaded.Views.Global<int>("s_none"));
    }

    [Fact]
    public void Views_of_another_type_or_size_are_refused()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = WithMap(Handmade.Map("Things", HashType, 4, 12, 10));
        Assert.Throws<ArgumentException>(() => loaded.Views.Hash<ulong, Thing>("Things"));
        Assert.Throws<ArgumentException>(() => loaded.Views.Hash<uint, uint>("Things"));
        Assert.Throws<ArgumentException>(() => loaded.Views.Array<Thing>("Things"));
        Assert.Throws<ArgumentException>(() => loaded.Views.Hash<uint, Thing>("None"));
    }

    private static LoadedTestObject WithMap(BpfMapDefinition map)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(map);
        return new LoadedTestObject(source);
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Thing(uint A, uint B, uint C);

    private readonly struct Prefix(uint length, byte a, byte b, byte c, byte d)
    {
        public readonly uint Length = length;
        public readonly byte A = a;
        public readonly byte B = b;
        public readonly byte C = c;
        public readonly byte D = d;
    }
}
