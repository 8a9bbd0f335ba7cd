using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>XDP programs that the interface holds, replaced only where the expected one is there; and what a query says.</summary>
public sealed class XdpHolderTests
{
    private static readonly XdpAttachOptions s_netlink = new() { Holder = XdpHolder.Netlink };

    [Theory]
    [InlineData(XdpMode.Auto, XdpMode.Native)]
    [InlineData(XdpMode.Generic, XdpMode.Generic)]
    public void Interface_holds_a_program_that_packets_see_until_it_is_disposed(XdpMode asked, XdpMode expected)
    {
        KernelTest.Require("bpftool");
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using (XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, s_netlink with { Mode = asked })))
        {
            Assert.Equal((XdpHolder.Netlink, expected), (link.Holder, link.Mode));
            Assert.DoesNotContain($"prog {link.ProgramId} ", Tool.Listing("link show"), StringComparison.Ordinal);
            Assert.Equal(3, Traffic.Send(pair, 3));
            Assert.Equal(3ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Program_is_replaced_in_one_step_only_where_it_is_the_expected_one()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var first = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop, "first"));
        using var second = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass, "second"));
        using var third = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop, "third"));
        XdpLink old = pair.Near.Run(() => first.XdpProgram("first").Attach(VethPair.NearInterface, s_netlink));
        using XdpLink link = pair.Near.Run(
            () => second.XdpProgram("second").Attach(VethPair.NearInterface, new XdpAttachOptions { Replaces = old.ProgramId }));
        Assert.Equal((XdpHolder.Netlink, XdpMode.Native), (link.Holder, link.Mode));
        Assert.Equal(2, Traffic.Send(pair, 2));

        // The program that was to be replaced is gone: the one that is there is somebody else's.
        HookBusyException late = Assert.Throws<HookBusyException>(
            () => pair.Near.Run(() => third.XdpProgram("third").Attach(VethPair.NearInterface, new XdpAttachOptions { Replaces = old.ProgramId })));
        Assert.Equal("second", late.ProgramName);

        // The old link's program is not there any more, so its Dispose leaves the interface alone.
        old.Dispose();
        Assert.Equal(link.ProgramId, Assert.Single(pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface))).ProgramId);
        Assert.Equal(2, Traffic.Send(pair, 2));
    }

    [Theory]
    [InlineData(XdpHolder.Link)]
    [InlineData(XdpHolder.Netlink)]
    public void Link_takes_another_program_only_in_the_expected_ones_place(XdpHolder holder)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var first = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop, "first"));
        using var second = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass, "second"));
        using var third = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop, "third"));
        using XdpLink link = pair.Near.Run(() => first.XdpProgram("first").Attach(VethPair.NearInterface, new XdpAttachOptions { Holder = holder }));

        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => link.Replace(second.XdpProgram("second"), expected: third.XdpProgram("third")));
        Assert.Contains("is not the expected one", e.Message, StringComparison.Ordinal);
        Assert.Equal("first", link.ProgramName);
        Assert.Equal(0, Traffic.Send(pair, 2));

        link.Replace(second.XdpProgram("second"), expected: first.XdpProgram("first"));
        Assert.Equal("second", link.ProgramName);
        Assert.Equal(2, Traffic.Send(pair, 2));
    }

    [Fact]
    public void Program_is_taken_off_again_where_the_kernels_answer_is_lost()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        int failures = 0;
        for (int lost = 1; lost <= 4; lost++)
        {
            int count = 0;
            Exception? failure = Record.Exception(() => pair.Near.Run(() =>
            {
                using IDisposable seam = SystemCallSeam.Set(call => call == "recv" && ++count == lost ? Errno.ENOMEM : 0);
                loaded.XdpProgram("count").Attach(VethPair.NearInterface, s_netlink).Dispose();
            }));
            failures += failure is BpfKernelException ? 1 : 0;
            Assert.True(failure is null or BpfKernelException, $"{failure}");
            // A Dispose whose answer was lost has done its work.
            Assert.Empty(pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
        }
        Assert.InRange(failures, 2, 4);
    }

    [Fact]
    public void Query_names_what_is_there_and_nothing_where_nothing_is()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        Assert.Empty(pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
        using XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, XdpMode.Generic));
        Assert.Equal(
            [new XdpProgramOnHook(XdpMode.Generic, link.ProgramId, "count")],
            pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
        Assert.Throws<InterfaceNotFoundException>(() => pair.Near.Run(() => BpfHooks.QueryXdp("none0")));
    }

    [Theory]
    [InlineData(XdpHolder.Link)]
    [InlineData(XdpHolder.Netlink)]
    public void Offload_to_an_interface_without_a_card_is_refused_and_said(XdpHolder holder)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => pair.Near.Run(
            () => loaded.XdpProgram("count").Attach(VethPair.NearInterface, new XdpAttachOptions { Mode = XdpMode.Offload, Holder = holder })));
        Assert.Contains("a veth interface has no card that runs programs", e.Message, StringComparison.Ordinal);
        Assert.Empty(pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
    }

    [Fact]
    public void Link_in_place_of_a_program_without_one_is_a_contradiction()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        Assert.Throws<ArgumentException>(
            () => loaded.XdpProgram("count").Attach("lo", new XdpAttachOptions { Holder = XdpHolder.Link, Replaces = 1 }));
    }
}
