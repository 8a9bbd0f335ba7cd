using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class TcAttachTests
{
    [Theory]
    [InlineData(TcDirection.Ingress)]
    [InlineData(TcDirection.Egress)]
    public void Auto_takes_tcx_on_an_empty_hook_and_real_packets_are_seen(TcDirection direction)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        using TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, direction));

        Assert.Equal(TcHook.Tcx, link.Hook);
        Assert.Equal(direction, link.Direction);
        Assert.Empty(link.Bypassed);
        Assert.Empty(link.RunsBefore);
        Assert.Equal(6, direction == TcDirection.Ingress ? Traffic.Send(pair, 6) : Traffic.SendBack(pair, 6));
        Assert.Equal(6ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Theory]
    [InlineData(TcHook.Tcx, TcDirection.Ingress)]
    [InlineData(TcHook.Tcx, TcDirection.Egress)]
    [InlineData(TcHook.Clsact, TcDirection.Ingress)]
    [InlineData(TcHook.Clsact, TcDirection.Egress)]
    public void Shot_packets_do_not_arrive_until_the_link_is_disposed_and_nothing_is_left(TcHook hook, TcDirection direction)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, direction, new TcAttachOptions { Hook = hook }));
        using (link)
        {
            Assert.Equal(hook, link.Hook);
            Assert.Equal(0, direction == TcDirection.Ingress ? Traffic.Send(pair, 3) : Traffic.SendBack(pair, 3));
            Assert.Equal(3ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }

        Assert.Equal(3, direction == TcDirection.Ingress ? Traffic.Send(pair, 3) : Traffic.SendBack(pair, 3));
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Fact]
    public void Auto_takes_clsact_beside_a_foreign_filter_which_survives()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} clsact");
        AddForeignFilter(pair);
        string before = Filters(pair);
        Assert.Equal(0, Traffic.Send(pair, 2));

        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next));
        using (TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress)))
        {
            Assert.Equal(TcHook.Clsact, link.Hook);
            Assert.NotEqual(0u, link.Handle);
            Assert.NotEqual(0, link.Priority);
            // The kernel puts a filter without a priority behind those with a low one: the foreign filter drops before ours runs.
            Assert.Empty(link.Bypassed);
            TcProgramOnHook earlier = Assert.Single(link.RunsBefore);
            Assert.Equal((TcHook.Clsact, (ushort)77, "bpf"), (earlier.Hook, earlier.Priority, earlier.Name));
            Assert.Contains("count direct-action", Filters(pair));
            Assert.Equal(0, Traffic.Send(pair, 2));
            Assert.Equal(0ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }

        using (TcLink ahead = pair.Near.Run(() => loaded.TcProgram("count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Priority = 5 })))
        {
            Assert.Equal(77, Assert.Single(ahead.Bypassed).Priority);
            Assert.Empty(ahead.RunsBefore);
            Assert.Equal(0, Traffic.Send(pair, 2));
            Assert.Equal(2ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }

        Assert.Equal(before, Filters(pair));
        Assert.Equal(0, Traffic.Send(pair, 2));
    }

    [Fact]
    public void Tcx_on_request_reports_the_filters_that_it_bypasses()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} clsact");
        AddForeignFilter(pair);
        string before = Filters(pair);
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        using (TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = TcHook.Tcx })))
        {
            Assert.Equal(TcHook.Tcx, link.Hook);
            TcProgramOnHook bypassed = Assert.Single(link.Bypassed);
            Assert.Equal((TcHook.Clsact, (ushort)77), (bypassed.Hook, bypassed.Priority));
            // Ok ends the hook: the foreign filter, which drops, no longer sees packets.
            Assert.Equal(2, Traffic.Send(pair, 2));
        }

        Assert.Equal(before, Filters(pair));
        Assert.Equal(0, Traffic.Send(pair, 2));
    }

    [Fact]
    public void Tcx_positions_order_the_programs()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var first = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next, "resident"));
        using var second = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next));
        using TcLink resident = pair.Near.Run(() => first.TcProgram("resident").Attach(VethPair.NearInterface, TcDirection.Ingress));
        using (TcLink last = pair.Near.Run(() => second.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress)))
        {
            Assert.Equal("resident", Assert.Single(last.RunsBefore).Name);
            Assert.Empty(last.Bypassed);
        }

        var before = new TcAttachOptions { Position = TcxPosition.First };
        using TcLink ahead = pair.Near.Run(() => second.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, before));
        Assert.Equal(resident.ProgramId, Assert.Single(ahead.Bypassed).ProgramId);
        Assert.Empty(ahead.RunsBefore);
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Equal(2ul, first.Views.Global<ulong>(Handmade.Counter).Value);
    }

    [Fact]
    public void Clsact_filter_takes_priority_and_handle_and_is_replaced_in_one_step()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using var successor = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok, "successor"));
        var place = new TcAttachOptions { Priority = 10, Handle = 0x42 };
        TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Egress, place));
        Assert.Equal((TcHook.Clsact, (ushort)10, 0x42u), (link.Hook, link.Priority, link.Handle));

        BpfKernelException taken = Assert.Throws<BpfKernelException>(
            () => pair.Near.Run(() => successor.TcProgram("successor").Attach(VethPair.NearInterface, TcDirection.Egress, place)));
        Assert.Contains("priority 10, handle 0x42", taken.Message);
        Assert.Contains("are taken", taken.Message);

        using TcLink replacement = pair.Near.Run(
            () => successor.TcProgram("successor").Attach(VethPair.NearInterface, TcDirection.Egress, place with { Replace = true }));
        // The first link's filter is no longer its own: disposing it must leave the successor alone.
        link.Dispose();
        Assert.Contains("successor", pair.Near.Tc($"filter show dev {VethPair.NearInterface} egress"));
        Assert.Equal(2, Traffic.SendBack(pair, 2));
        Assert.Equal(2ul, successor.Views.Global<ulong>(Handmade.Counter).Value);
    }

    [Theory]
    [InlineData(TcHook.Tcx)]
    [InlineData(TcHook.Clsact)]
    public void Program_is_replaced_in_place_and_the_link_changes_its_object(TcHook hook)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var first = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using var second = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok, "successor"));
        using TcLink link = pair.Near.Run(() => first.TcProgram("count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = hook }));
        Assert.Equal(0, Traffic.Send(pair, 2));

        link.Replace(second.TcProgram("successor"));
        first.Dispose();
        Assert.True(link.IsAttached);
        Assert.Equal(("successor", second.TcProgram("successor").Id), (link.ProgramName, link.ProgramId));
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Equal(2ul, second.Views.Global<ulong>(Handmade.Counter).Value);

        second.Dispose();
        Assert.False(link.IsAttached);
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Fact]
    public void Filter_that_somebody_replaced_is_not_replaced_again()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        using var other = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok, "other"));
        using TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Priority = 3, Handle = 1 }));
        pair.Near.Tc($"filter del dev {VethPair.NearInterface} ingress");
        BpfException e = Assert.Throws<BpfException>(() => link.Replace(other.TcProgram("other")));
        Assert.Contains("is gone or was replaced by somebody else", e.Message);
        Assert.Equal("count", link.ProgramName);
    }

    [Fact]
    public void Clsact_qdisc_of_ours_goes_with_our_last_filter_but_not_from_under_a_foreign_one()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next));
        var clsact = new TcAttachOptions { Hook = TcHook.Clsact };
        TcLink ingress = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, clsact));
        TcLink egress = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Egress, clsact));
        ingress.Dispose();
        Assert.Contains("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
        AddForeignFilter(pair);
        egress.Dispose();
        Assert.Contains("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
        Assert.Contains("pref 77", Filters(pair));
        Assert.DoesNotContain("count", Filters(pair));
    }

    [Fact]
    public void Clsact_qdisc_of_somebody_else_stays()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} clsact");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next));
        var clsact = new TcAttachOptions { Hook = TcHook.Clsact };
        pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, clsact)).Dispose();
        Assert.Contains("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Fact]
    public void Ingress_qdisc_of_somebody_else_serves_ingress_and_is_named_where_egress_is_wanted()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} ingress");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        var clsact = new TcAttachOptions { Hook = TcHook.Clsact };
        using (TcLink link = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, clsact)))
        {
            Assert.Equal(2, Traffic.Send(pair, 2));
            Assert.Equal(2ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }
        BpfException e = Assert.ThrowsAny<BpfException>(
            () => pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Egress, clsact)));
        Assert.Contains("'ingress' qdisc", e.Message);
        Assert.Contains("qdisc ingress", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    [Fact]
    public void Link_of_an_interface_that_has_gone_is_disposed_without_complaint()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        TcLink tcx = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress));
        TcLink clsact = pair.Near.Run(() => loaded.TcProgram("count").Attach(
            VethPair.NearInterface, TcDirection.Egress, new TcAttachOptions { Hook = TcHook.Clsact }));
        pair.Near.Ip($"link del {VethPair.NearInterface}");
        tcx.Dispose();
        clsact.Dispose();
    }

    // Drops all packets, which proves that it runs: classic BPF "return TC_ACT_SHOT".
    private static void AddForeignFilter(VethPair pair) =>
        pair.Near.Tc($"filter add dev {VethPair.NearInterface} ingress pref 77 protocol ip bpf da bytecode", "1,6 0 0 2");

    // Without the counters that change.
    private static string Filters(VethPair pair) =>
        Regex.Replace(pair.Near.Tc($"filter show dev {VethPair.NearInterface} ingress"), @"(tag|id|jited|not_in_hw)\S*", "");
}
