using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class BadInputTests
{
    private const int HashType = 1;
    private const int RingBufferType = 27;

    [Theory]
    [InlineData("no-such-if0")]
    [InlineData("")]
    [InlineData("a-name-of-more-than-fifteen-characters")]
    public void Missing_interface_is_named(string name)
    {
        KernelTest.Require();
        using var where = new TestNamespace();
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        InterfaceNotFoundException e = Assert.Throws<InterfaceNotFoundException>(() => where.Run(() => loaded.XdpProgram("constant").Attach(name)));
        Assert.Equal(name, e.InterfaceName);
        Assert.Contains($"no network interface named '{name}' in this thread's network namespace", e.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(123456)]
    public void Missing_interface_index_is_named(int index)
    {
        KernelTest.Require();
        using var where = new TestNamespace();
        using var loaded = new LoadedTestObject(Handmade.Constant("tc", 0));
        Assert.Throws<InterfaceNotFoundException>(() => where.Run(() => loaded.TcProgram("constant").Attach(index, TcDirection.Egress)));
    }

    [Fact]
    public void Process_without_capabilities_is_told_which_it_lacks()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var classifier = new LoadedTestObject(Handmade.Constant("tc", 0));

        BpfPermissionException load = Assert.Throws<BpfPermissionException>(
            () => Unprivileged.Run(() => new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass))));
        Assert.Contains("CAP_BPF", load.MissingCapabilities);
        Assert.Contains("the process lacks CAP_BPF", load.Message);
        Assert.Contains("--cap-add", load.Message);

        // The kernel lets a link be made by whoever holds the program; what hangs on a tc hook may be read and changed with CAP_NET_ADMIN only.
        foreach (TcHook hook in new[] { TcHook.Tcx, TcHook.Clsact })
        {
            BpfPermissionException tc = Assert.Throws<BpfPermissionException>(() => pair.Near.Run(() => Unprivileged.Here(
                () => classifier.TcProgram("constant").Attach(VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = hook }))));
            Assert.Contains("CAP_NET_ADMIN", tc.MissingCapabilities);
        }
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Fact]
    public void Map_without_entries_is_refused_before_the_kernel_is_asked()
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Empty", HashType, 4, 4, 0));
        BpfObjectException e = Assert.Throws<BpfObjectException>(() => new LoadedTestObject(source));
        Assert.Contains("Map 'Empty' has no entries", e.Message);
        Assert.Contains("MaxEntries", e.Message);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(5000u)]
    [InlineData(2048u)]
    public void Ring_buffer_of_a_wrong_size_is_refused(uint bytes)
    {
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Ring", RingBufferType, 0, 0, bytes));
        BpfObjectException e = Assert.Throws<BpfObjectException>(() => new LoadedTestObject(source));
        Assert.Contains("power of two", e.Message);
    }

    [Fact]
    public void Map_that_is_too_large_is_named_with_its_numbers()
    {
        KernelTest.Require();
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Huge", HashType, 4, 1 << 20, uint.MaxValue));
        BpfKernelException e = Assert.Throws<BpfKernelException>(() => new LoadedTestObject(source));
        Assert.Contains("create map 'Huge'", e.Message);
        Assert.Contains("4294967295 entries", e.Message);
    }

    [Fact]
    public void Unknown_map_type_is_named()
    {
        KernelTest.Require();
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Strange", 9999, 4, 4, 1));
        BpfKernelException e = Assert.Throws<BpfKernelException>(() => new LoadedTestObject(source));
        Assert.Contains("type 9999", e.Message);
        Assert.Contains("does not know the map type", e.Message);
    }

    [Fact]
    public void Damaged_object_is_refused_at_every_cut()
    {
        byte[] whole = BpfObjectWriter.Write(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        for (int length = 0; length < whole.Length; length += Math.Max(1, whole.Length / 60))
        {
            BpfObjectException e = Assert.Throws<BpfObjectException>(() => new BpfUnloadedObject(whole[..length], "Tests.Damaged"));
            Assert.Contains("Tests.Damaged", e.Message);
        }
    }

    [Fact]
    public void Damaged_bytes_give_an_object_or_a_declared_exception()
    {
        KernelTest.Require();
        byte[] whole = BpfObjectWriter.Write(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                new LoadedTestObject(new BpfUnloadedObject(damaged, "Tests.Damaged")).Dispose();
            }
            catch (BpfException)
            {
                // Declared.
            }
        }
    }

    [Fact]
    public void Constants_and_maps_are_fixed_once_loaded()
    {
        KernelTest.Require();
        BpfObject source = Handmade.CountingObject("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Things", HashType, 4, 4, 10));
        var unloaded = new BpfUnloadedObject(source, "Tests.Fixed");
        unloaded.SetConstant(Handmade.Verdict, (int)XdpAction.Tx);
        unloaded.SetMap("Things", new MapOptions { MaxEntries = 77 });
        Assert.Throws<ArgumentException>(() => unloaded.SetConstant("None", 1));
        Assert.Throws<ArgumentException>(() => unloaded.SetConstant(Handmade.Verdict, 1L));
        Assert.Throws<ArgumentException>(() => unloaded.SetMap("None", new MapOptions()));

        using var loaded = new LoadedTestObject(unloaded);
        Assert.Equal(XdpAction.Tx, loaded.XdpProgram("count").Run(new byte[60]).Verdict);
        Assert.Equal(77u, loaded.Views.Hash<uint, uint>("Things").MaxEntries);
        InvalidOperationException constant = Assert.Throws<InvalidOperationException>(() => unloaded.SetConstant(Handmade.Verdict, 1));
        Assert.Contains("has been loaded", constant.Message);
        Assert.Throws<InvalidOperationException>(() => unloaded.SetMap("Things", new MapOptions()));
        Assert.Throws<InvalidOperationException>(() => new LoadedTestObject(unloaded));
    }

    [Fact]
    public void Test_run_of_a_packet_that_the_kernel_does_not_take_is_refused()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        ArgumentException small = Assert.Throws<ArgumentException>(() => loaded.XdpProgram("constant").Run(new byte[13]));
        Assert.Contains("14 bytes", small.Message);
        BpfKernelException large = Assert.Throws<BpfKernelException>(() => loaded.XdpProgram("constant").Run(new byte[1 << 20]));
        Assert.Contains("on a packet of 1048576 bytes", large.Message);
    }

    [Fact]
    public void Program_of_another_kind_or_name_is_refused()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        Assert.Throws<ArgumentException>(() => loaded.TcProgram("constant"));
        Assert.Throws<ArgumentException>(() => loaded.XdpProgram("none"));
    }
}
