using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Programs as tc actions (act_bpf). Most kernels for the cloud lack it: tests/Matrix/tests.sh runs these on one that has it.</summary>
public sealed class TcActionTests
{
    [Fact]
    public void Action_drops_packets_and_goes_with_its_link()
    {
        RequireActions();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using (TcActionLink link = pair.Near.Run(() => loaded.TcProgram("count").AttachAsAction(VethPair.NearInterface, TcDirection.Ingress, new() { Priority = 7 })))
        {
            Assert.Equal(0, Traffic.Send(pair, 5));
            Assert.Equal(5ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
            Assert.Equal((7, 1u), (link.Priority, link.Handle));
            Assert.NotEqual(loaded.TcProgram("count").Id, link.ProgramId);
            string shown = pair.Near.Tc($"filter show dev {VethPair.NearInterface} ingress");
            Assert.Contains("matchall", shown, StringComparison.Ordinal);
            Assert.Contains("bpf count", shown, StringComparison.Ordinal);
            TcProgramOnHook there = Assert.Single(pair.Near.Run(() => BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress)).Programs);
            Assert.Equal((link.ProgramId, "count", TcHook.Clsact), (there.ProgramId, there.Name, there.Hook));
        }
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"), StringComparison.Ordinal);
        Assert.Equal(3, Traffic.Send(pair, 3));
    }

    [Fact]
    public void Action_without_a_verdict_goes_on_to_the_next_filter()
    {
        RequireActions();
        using var pair = new VethPair();
        using var first = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Unspec));
        using var second = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using TcActionLink action = pair.Near.Run(() => first.TcProgram("count").AttachAsAction(VethPair.NearInterface, TcDirection.Ingress, new() { Priority = 1 }));
        using TcLink filter = pair.Near.Run(() => second.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress, new() { Hook = TcHook.Clsact, Priority = 2 }));
        Assert.Equal(0, Traffic.Send(pair, 4));
        Assert.Equal((4ul, 4ul), (first.Views.Global<ulong>(Handmade.Counter).Value, second.Views.Global<ulong>(Handmade.Counter).Value));
    }

    [Fact]
    public void Filter_that_somebody_put_in_its_place_stays()
    {
        RequireActions();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        TcActionLink link = pair.Near.Run(() => loaded.TcProgram("count").AttachAsAction(VethPair.NearInterface, TcDirection.Ingress, new() { Priority = 3, Handle = 1 }));
        pair.Near.Tc($"filter del dev {VethPair.NearInterface} ingress");
        pair.Near.Tc($"filter add dev {VethPair.NearInterface} ingress prio 3 handle 1 matchall action drop");
        link.Dispose();
        Assert.Contains("matchall", pair.Near.Tc($"filter show dev {VethPair.NearInterface} ingress"), StringComparison.Ordinal);
        Assert.Equal(0, Traffic.Send(pair, 2));
    }

    [Fact]
    public void Kernel_without_actions_says_so_and_gets_no_qdisc()
    {
        KernelTest.Require("tc");
        if (BpfFeatures.ActBpf != FeatureState.Absent)
            Assert.Skip("this kernel has BPF actions");
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        BpfException e = Assert.ThrowsAny<BpfException>(() => pair.Near.Run(() => loaded.TcProgram("count").AttachAsAction(VethPair.NearInterface, TcDirection.Ingress)));
        Assert.Contains("CONFIG_NET_ACT_BPF", e.Message, StringComparison.Ordinal);
        Assert.Contains("Attach it as a filter", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"), StringComparison.Ordinal);
    }

    private static void RequireActions()
    {
        KernelTest.Require("tc");
        KernelTest.RequirePart(BpfFeatures.ActBpf, "BPF actions (act_bpf)");
    }
}
