using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>What happens where another map is pinned at the path.</summary>
public sealed class PinPolicyTests : IDisposable
{
    private const int HashType = 1;
    private const int PerCpuHashType = 5;
    private const uint Entries = 500;

    private readonly string _directory = $"/sys/fs/bpf/bpfsharp-pins-{Environment.ProcessId}-{Guid.NewGuid():N}";

    private string PinPath => _directory + "/things";

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Policy_fail_refuses_whatever_is_there()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath, PinPolicy = PinPolicy.Fail });
        BpfException e = Assert.ThrowsAny<BpfException>(() => Load(new() { PinPath = PinPath, PinPolicy = PinPolicy.Fail }));
        Assert.Contains("where something is pinned already", e.Message, StringComparison.Ordinal);
        using LoadedTestObject second = Load(new() { PinPath = PinPath });
        Assert.Equal(Ids(first), Ids(second));
    }

    [Fact]
    public void Policy_recreate_keeps_a_map_that_fits_and_replaces_another()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath });
        first.Views.Hash<uint, uint>("Things")[1] = 11;
        using (LoadedTestObject same = Load(new() { PinPath = PinPath, PinPolicy = PinPolicy.Recreate }))
            Assert.Equal(11u, same.Views.Hash<uint, uint>("Things")[1]);
        using LoadedTestObject larger = Load(new() { PinPath = PinPath, PinPolicy = PinPolicy.Recreate }, valueSize: 8);
        Assert.Empty(larger.Views.Hash<uint, ulong>("Things"));
        using LoadedTestObject again = Load(new() { PinPath = PinPath }, valueSize: 8);
        Assert.Equal(Ids(larger), Ids(again));
        Assert.Equal(["things"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Policy_migrate_carries_entries_over()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath });
        Fill(first);
        using LoadedTestObject second = Load(Migrating(PinPath), valueSize: 8);
        Assert.Equal(
            Enumerable.Range(0, (int)Entries).Select(static i => ((uint)i, (ulong)i * 1000)),
            second.Views.Hash<uint, ulong>("Things").Select(static e => (e.Key, e.Value)).Order());
        Assert.Equal(["things"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
        // The first object goes on with the old map, which nobody finds any more.
        Assert.Equal((int)Entries, first.Views.Hash<uint, uint>("Things").CountEntries());
    }

    [Fact]
    public void Values_of_each_cpu_are_migrated()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath }, type: PerCpuHashType);
        IPerCpuHashMapView<uint, uint> old = first.Views.PerCpuHash<uint, uint>("Things");
        uint[] values = Enumerable.Range(1, old.CpuCount).Select(static i => (uint)i).ToArray();
        old[7] = values;
        using LoadedTestObject second = Load(
            new() { PinPath = PinPath, PinPolicy = PinPolicy.Migrate, Migration = MapMigration.From((uint v) => new Wide(v, v * 10, 3)) }, valueSize: 24, type: PerCpuHashType);
        Assert.Equal(values.Select(static v => new Wide(v, v * 10, 3)), second.Views.PerCpuHash<uint, Wide>("Things")[7]);
    }

    [Fact]
    public void More_entries_need_no_function()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath });
        Fill(first);
        using LoadedTestObject second = Load(new() { PinPath = PinPath, PinPolicy = PinPolicy.Migrate, MaxEntries = 5000 });
        Assert.Equal((5000u, (int)Entries), (second.Views.Hash<uint, uint>("Things").MaxEntries, second.Views.Hash<uint, uint>("Things").CountEntries()));
    }

    [Theory]
    [InlineData(4, 8, false, "Set MapOptions.Migration")]
    [InlineData(8, 4, true, "Entries with other keys")]
    [InlineData(4, 16, true, "values of 8 bytes out of values of 4; needed is 16 out of 4")]
    public void What_can_not_be_migrated_is_said_and_stays(int keySize, int valueSize, bool hasFunction, string reason)
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath });
        Fill(first);
        MapOptions options = Migrating(PinPath);
        if (!hasFunction)
            options.Migration = null;
        BpfException e = Assert.ThrowsAny<BpfException>(() => Load(options, valueSize, keySize));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        RequireOld();
    }

    [Fact]
    public void Function_that_throws_leaves_the_pinned_map()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(new() { PinPath = PinPath });
        Fill(first);
        int calls = 0;
        MapOptions options = Migrating(PinPath);
        options.Migration = MapMigration.From((uint v) => ++calls == 300 ? throw new FormatException() : (ulong)v);
        Assert.Throws<FormatException>(() => Load(options, valueSize: 8));
        RequireOld();
        Assert.Equal(["things"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    [Fact]
    public void Layout_of_the_value_is_compared_member_by_member()
    {
        KernelTest.Require();
        using LoadedTestObject first = LoadStruct(("Bytes", 0, false), ("Packets", 64, false));
        using (LoadedTestObject same = LoadStruct(("Bytes", 0, false), ("Packets", 64, false)))
            Assert.Equal(Ids(first), Ids(same));
        BpfException swapped = Assert.ThrowsAny<BpfException>(() => LoadStruct(("Packets", 0, false), ("Bytes", 64, false)));
        Assert.Contains("the value has a member 'Bytes' instead of 'Packets'", swapped.Message, StringComparison.Ordinal);
        BpfException signed = Assert.ThrowsAny<BpfException>(() => LoadStruct(("Bytes", 0, false), ("Packets", 64, true)));
        Assert.Contains("member 'Packets' of the value is unsigned instead of signed", signed.Message, StringComparison.Ordinal);
        BpfException fewer = Assert.ThrowsAny<BpfException>(() => LoadStruct(("Bytes", 0, false)));
        Assert.Contains("the value has 2 members instead of 1", fewer.Message, StringComparison.Ordinal);
    }

    /// <summary>The process is killed at each of its system calls in turn: afterwards the path has all old entries or all new ones, and a next run completes.</summary>
    [Fact]
    public void Nothing_is_lost_when_the_process_dies_in_the_middle()
    {
        KernelTest.Require();
        using (LoadedTestObject first = Load(new() { PinPath = PinPath }))
            Fill(first);
        int died = 0;
        bool completed = false;
        // Calls of the whole load: 500 updates among them; the interesting ones are at both ends.
        foreach (int call in new[] { 1, 5, 9, 12, 100, 300 }.Concat(Enumerable.Range(505, 40)))
        {
            if (ChildProcess.Run("migrate", $"{call} {PinPath}") == 0)
            {
                completed = true;
                break;
            }
            died++;
            if (IsNew())
            {
                // Died after the exchange: what is there is whole. Start over from the old map.
                RequireNew();
                File.Delete(PinPath);
                using LoadedTestObject old = Load(new() { PinPath = PinPath });
                Fill(old);
            }
            RequireOld();
        }
        Assert.True(died > 8, $"the child died {died} times");
        Assert.True(completed, "no child got to its end");
        RequireNew();
        Assert.Equal(["things"], Directory.EnumerateFiles(_directory).Select(Path.GetFileName));
    }

    private bool IsNew() => Tool.Run("bpftool", $"map show pinned {PinPath}").Contains("value 8B", StringComparison.Ordinal);

    private void RequireOld()
    {
        using LoadedTestObject now = Load(new() { PinPath = PinPath });
        Assert.Equal(
            Enumerable.Range(0, (int)Entries).Select(static i => ((uint)i, (uint)i)),
            now.Views.Hash<uint, uint>("Things").Select(static e => (e.Key, e.Value)).Order());
    }

    private void RequireNew()
    {
        using LoadedTestObject now = Load(new() { PinPath = PinPath }, valueSize: 8);
        Assert.Equal(
            Enumerable.Range(0, (int)Entries).Select(static i => ((uint)i, (ulong)i * 1000)),
            now.Views.Hash<uint, ulong>("Things").Select(static e => (e.Key, e.Value)).Order());
    }

    internal static MapOptions Migrating(string path) =>
        new() { PinPath = path, PinPolicy = PinPolicy.Migrate, Migration = MapMigration.From((uint v) => (ulong)v * 1000) };

    private static void Fill(LoadedTestObject loaded)
    {
        uint[] keys = Enumerable.Range(0, (int)Entries).Select(static i => (uint)i).ToArray();
        loaded.Views.Hash<uint, uint>("Things").Set(keys, keys);
    }

    private static uint Ids(LoadedTestObject loaded) => loaded.MapId("Things");

    private LoadedTestObject LoadStruct(params (string Name, int Bit, bool IsSigned)[] members)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        BpfMapDefinition map = Handmade.Map("Things", HashType, 4, 16, 10);
        map.KeyTypeId = source.Types.Add(new BtfInt(4, 0) { Name = "uint" });
        map.ValueTypeId = source.Types.Add(new BtfStruct(16, false, [.. members.Select(m => new BtfMember(m.Name, Number(source, m.IsSigned), m.Bit))]) { Name = "Thing" });
        source.Maps.Add(map);
        var unloaded = new BpfUnloadedObject(source, "Tests.Pins");
        unloaded.SetMap("Things", new MapOptions { PinPath = PinPath });
        return new LoadedTestObject(unloaded);
    }

    private static int Number(BpfObject source, bool isSigned) => source.Types.Add(new BtfInt(8, isSigned ? 1 : 0) { Name = isSigned ? "long" : "ulong" });

    internal static LoadedTestObject Load(MapOptions options, int valueSize = 4, int keySize = 4, int type = HashType)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Things", type, keySize, valueSize, 1000));
        var unloaded = new BpfUnloadedObject(source, "Tests.Pins");
        unloaded.SetMap("Things", options);
        return new LoadedTestObject(unloaded);
    }

    private record struct Wide(ulong A, ulong B, ulong C);
}
