using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class XdpAttachTests
{
    [Theory]
    [InlineData(XdpMode.Auto, XdpMode.Native)]
    [InlineData(XdpMode.Native, XdpMode.Native)]
    [InlineData(XdpMode.Generic, XdpMode.Generic)]
    public void Mode_asked_for_is_the_mode_that_packets_see(XdpMode asked, XdpMode expected)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, asked));

        Assert.Equal(expected, link.Mode);
        Assert.Equal(VethPair.NearInterface, link.InterfaceName);
        Assert.Equal("", link.FallbackReason);
        string shown = pair.Near.Ip($"link show {VethPair.NearInterface}");
        Assert.Contains(expected == XdpMode.Native ? " xdp " : " xdpgeneric ", shown);
        Assert.Contains($"prog/xdp id {link.ProgramId} ", shown);

        Assert.Equal(5, Traffic.Send(pair, 5));
        Assert.Equal(5ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
    }

    [Theory]
    [InlineData(XdpMode.Native)]
    [InlineData(XdpMode.Generic)]
    public void Dropped_packets_do_not_arrive_until_the_link_is_disposed(XdpMode mode)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop));
        XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, mode));
        using (link)
        {
            Assert.True(link.IsAttached);
            Assert.Equal(0, Traffic.Send(pair, 4));
            Assert.True(loaded.Views.Global<ulong>(Handmade.Counter).Value >= 1);
        }

        Assert.False(link.IsAttached);
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
        Assert.Equal(4, Traffic.Send(pair, 4));
        link.Dispose();
    }

    [Fact]
    public void Auto_falls_back_to_generic_where_the_mtu_is_too_large_and_says_so()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Ip($"link set {VethPair.NearInterface} mtu 9000");
        pair.Far.Ip($"link set {VethPair.FarInterface} mtu 9000");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface));
        Assert.Equal(XdpMode.Generic, link.Mode);
        Assert.Contains("MTU of 9000", link.FallbackReason);
        Assert.Equal(3, Traffic.Send(pair, 3));
        Assert.Equal(3ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
    }

    [Fact]
    public void Native_is_refused_where_the_mtu_is_too_large_with_the_kernels_text_and_a_remedy()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Ip($"link set {VethPair.NearInterface} mtu 9000");
        pair.Far.Ip($"link set {VethPair.FarInterface} mtu 9000");
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        BpfKernelException e = Assert.Throws<BpfKernelException>(
            () => pair.Near.Run(() => loaded.XdpProgram("constant").Attach(VethPair.NearInterface, XdpMode.Native)));
        Assert.Contains("MTU of 9000 is too large for native XDP", e.Message);
        Assert.Contains("the kernel says \"", e.Message);
        Assert.Contains($"ip link set {VethPair.NearInterface} mtu 1500", e.Message);
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
    }

    [Fact]
    public void Fragments_allow_native_with_a_large_mtu()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Ip($"link set {VethPair.NearInterface} mtu 9000");
        pair.Far.Ip($"link set {VethPair.FarInterface} mtu 9000");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp.frags", (int)XdpAction.Pass));
        using XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, XdpMode.Native));
        Assert.Equal(XdpMode.Native, link.Mode);
        Assert.Equal(2, Traffic.Send(pair, 2));
    }

    [Theory]
    [InlineData(XdpMode.Native)]
    [InlineData(XdpMode.Generic)]
    public void Busy_interface_names_the_program_that_is_there(XdpMode residence)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var first = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass, "resident"));
        using var second = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop));
        using XdpLink link = pair.Near.Run(() => first.XdpProgram("resident").Attach(VethPair.NearInterface, residence));

        foreach (XdpMode mode in new[] { XdpMode.Auto, XdpMode.Native, XdpMode.Generic })
        {
            HookBusyException e = Assert.Throws<HookBusyException>(
                () => pair.Near.Run(() => second.XdpProgram("count").Attach(VethPair.NearInterface, mode)));
            Assert.Equal(link.ProgramId, e.ProgramId);
            Assert.Equal("resident", e.ProgramName);
            Assert.Contains($"'resident' (id {link.ProgramId}) is already there in {residence.ToString().ToLowerInvariant()} mode", e.Message);
            Assert.Contains("bpftool link", e.Message);
        }
        Assert.Equal(2, Traffic.Send(pair, 2));
    }

    [Fact]
    public void Program_is_replaced_in_place_and_the_link_changes_its_object()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var first = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop));
        using var second = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass, "successor"));
        using XdpLink link = pair.Near.Run(() => first.XdpProgram("count").Attach(VethPair.NearInterface));
        Assert.Equal(0, Traffic.Send(pair, 2));
        link.Replace(second.XdpProgram("successor"));
        first.Dispose();
        Assert.True(link.IsAttached);
        Assert.Equal("successor", link.ProgramName);
        Assert.Contains($"prog/xdp id {link.ProgramId} ", pair.Near.Ip($"link show {VethPair.NearInterface}"));
        Assert.Equal(2, Traffic.Send(pair, 2));

        link.Dispose();
        Assert.Throws<ObjectDisposedException>(() => link.Replace(second.XdpProgram("successor")));
    }

    [Fact]
    public void Attaches_by_index_and_by_alternative_name()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Ip($"link property add dev {VethPair.NearInterface} altname a-rather-long-alternative-name");
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        int index;
        using (XdpLink byName = pair.Near.Run(() => loaded.XdpProgram("constant").Attach("a-rather-long-alternative-name")))
        {
            Assert.Equal(VethPair.NearInterface, byName.InterfaceName);
            index = byName.InterfaceIndex;
        }
        using XdpLink byIndex = pair.Near.Run(() => loaded.XdpProgram("constant").Attach(index));
        Assert.Equal(VethPair.NearInterface, byIndex.InterfaceName);
    }
}
