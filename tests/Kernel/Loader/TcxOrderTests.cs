using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Places among the programs of the TCX hook: anchors, revision, what a query says.</summary>
public sealed class TcxOrderTests
{
    [Fact]
    public void Anchors_put_programs_before_and_after_others()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a"), b = Load("b"), c = Load("c"), d = Load("d");
        using TcLink first = Attach(pair, a, new());
        using TcLink last = Attach(pair, b, new());
        using TcLink afterFirst = Attach(pair, c, new() { After = TcAnchor.Of(first) });
        using TcLink beforeLast = Attach(pair, d, new() { Before = TcAnchor.Program(last.ProgramId) });

        Assert.Equal(["a", "c"], beforeLast.RunsBefore.Select(static p => p.Name));
        Assert.Equal(["b"], beforeLast.Bypassed.Select(static p => p.Name));
        TcHookState state = Query(pair);
        Assert.True(state.HasTcx);
        Assert.Equal("", state.Qdisc);
        Assert.Equal(["a", "c", "d", "b"], state.Programs.Select(static p => p.Name));
        Assert.Equal([first.LinkId, afterFirst.LinkId, beforeLast.LinkId, last.LinkId], state.Programs.Select(static p => p.LinkId));

        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.All(new[] { a, b, c, d }, static o => Assert.Equal(2ul, o.Views.Global<ulong>(Handmade.Counter).Value));
    }

    [Fact]
    public void Revision_that_has_passed_is_refused()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a"), b = Load("b"), c = Load("c");
        using TcLink first = Attach(pair, a, new());
        ulong revision = Query(pair).Revision;
        Assert.NotEqual(0ul, revision);
        using TcLink second = Attach(pair, b, new() { ExpectedRevision = revision });
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => Attach(pair, c, new() { ExpectedRevision = revision }));
        Assert.Contains("has changed since the expected revision", e.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Query(pair).Programs.Select(static p => p.Name));
        Assert.True(Query(pair).Revision > revision);
    }

    [Fact]
    public void Anchor_that_is_not_there_is_named_and_a_filter_is_none()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a"), b = Load("b"), elsewhere = Load("elsewhere");
        using TcLink resident = Attach(pair, a, new());
        uint stranger = elsewhere.TcProgram("elsewhere").Id;
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() => Attach(pair, b, new() { Before = TcAnchor.Program(stranger) }));
        Assert.Contains("to be put beside is not on this hook", e.Message, StringComparison.Ordinal);
        using TcLink filter = Attach(pair, b, new() { Hook = TcHook.Clsact });
        Assert.Throws<ArgumentException>(() => TcAnchor.Of(filter));
        Assert.Throws<ArgumentException>(() => Attach(pair, b, new() { Priority = 1, ExpectedRevision = 1 }));
        Assert.Throws<ArgumentException>(() => Attach(pair, b, new() { Before = TcAnchor.Of(resident), After = TcAnchor.Of(resident) }));
    }

    [Theory]
    [InlineData(TcHook.Tcx)]
    [InlineData(TcHook.Clsact)]
    public void Link_takes_another_program_only_in_the_expected_ones_place(TcHook hook)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a"), b = Load("b"), c = Load("c");
        using TcLink link = Attach(pair, a, new() { Hook = hook });
        BpfException e = Assert.ThrowsAny<BpfException>(() => link.Replace(b.TcProgram("b"), expected: c.TcProgram("c")));
        Assert.Contains("is not the expected one", e.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(Query(pair).Programs).Name);
        link.Replace(b.TcProgram("b"), expected: a.TcProgram("a"));
        Assert.Equal("b", Assert.Single(Query(pair).Programs).Name);
    }

    [Fact]
    public void Query_lists_tcx_before_filters_and_names_the_qdisc()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a"), b = Load("b");
        using TcLink filter = Attach(pair, a, new() { Priority = 4, Handle = 7 });
        using TcLink tcx = Attach(pair, b, new() { Hook = TcHook.Tcx });
        TcHookState state = Query(pair);
        Assert.Equal("clsact", state.Qdisc);
        Assert.Equal([(TcHook.Tcx, "b", (ushort)0, 0u), (TcHook.Clsact, "a", (ushort)4, 7u)], state.Programs.Select(static p => (p.Hook, p.Name, p.Priority, p.Handle)));
    }

    [Fact]
    public void Netkit_on_another_interface_is_refused_and_said()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using LoadedTestObject a = Load("a");
        BpfException e = Assert.ThrowsAny<BpfException>(() => pair.Near.Run(() => a.TcProgram("a").AttachToNetkit(VethPair.NearInterface, NetkitSide.Peer)));
        Assert.Contains("is a veth interface, not a netkit pair", e.Message, StringComparison.Ordinal);
    }

    private static TcHookState Query(VethPair pair) => pair.Near.Run(() => BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress));

    private static LoadedTestObject Load(string name) => new(Handmade.CountingObject("tc", (int)TcAction.Next, name));

    private static TcLink Attach(VethPair pair, LoadedTestObject loaded, TcAttachOptions options) => pair.Near.Run(
        () => loaded.TcProgram(Assert.Single(loaded.ProgramNames)).Attach(VethPair.NearInterface, TcDirection.Ingress, options));
}
