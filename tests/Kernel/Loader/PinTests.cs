using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class PinTests : IDisposable
{
    private const int HashType = 1;

    private readonly string _directory = $"/sys/fs/bpf/bpfsharp-pins-{Environment.ProcessId}-{Guid.NewGuid():N}";

    private string PinPath => _directory + "/things";

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Entries_of_a_pinned_map_outlive_the_object_and_are_shared()
    {
        KernelTest.Require();
        using (LoadedTestObject first = Load(PinPath))
        {
            first.Views.Hash<uint, uint>("Things")[1] = 11;
            using LoadedTestObject second = Load(PinPath);
            Assert.Equal(11u, second.Views.Hash<uint, uint>("Things")[1]);
            second.Views.Hash<uint, uint>("Things")[2] = 22;
            Assert.Equal(22u, first.Views.Hash<uint, uint>("Things")[2]);
        }

        using LoadedTestObject later = Load(PinPath);
        Assert.Equal(2, later.Views.Hash<uint, uint>("Things").CountEntries());
    }

    [Fact]
    public void Pinned_map_of_another_shape_is_refused_with_each_difference()
    {
        KernelTest.Require();
        using LoadedTestObject first = Load(PinPath);
        BpfException e = Assert.Throws<BpfException>(() => Load(PinPath, valueSize: 8, entries: 20));
        Assert.Contains(PinPath, e.Message);
        Assert.Contains("the value size is 4 instead of 8", e.Message);
        Assert.Contains("the number of entries is 10 instead of 20", e.Message);
        Assert.DoesNotContain("key size", e.Message);
        Assert.DoesNotContain("flags", e.Message);
    }

    [Fact]
    public void Path_outside_of_a_bpf_file_system_is_named()
    {
        KernelTest.Require();
        string path = Path.Combine(Path.GetTempPath(), $"bpfsharp-{Guid.NewGuid():N}");
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => Load(path));
        Assert.Contains(path, e.Message);
        Assert.Contains("mount -t bpf", e.Message);
    }

    private static LoadedTestObject Load(string path, int valueSize = 4, uint entries = 10)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Things", HashType, 4, valueSize, entries));
        var unloaded = new BpfUnloadedObject(source, "Tests.Pins");
        unloaded.SetMap("Things", new MapOptions { PinPath = path });
        return new LoadedTestObject(unloaded);
    }
}
